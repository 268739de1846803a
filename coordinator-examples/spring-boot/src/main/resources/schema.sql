create table if not exists run (id varchar(256) primary key, state blob not null);
