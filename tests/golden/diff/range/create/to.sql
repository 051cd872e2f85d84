CREATE TYPE fr AS RANGE (subtype = float8); CREATE TABLE r (a fr);
