"""Where the tests find what they test."""

import sys
from pathlib import Path

CLIENT = Path(__file__).resolve().parent.parent
DOCS = CLIENT.parent.parent / "coordinator-core" / "docs"
sys.path.insert(0, str(CLIENT))
