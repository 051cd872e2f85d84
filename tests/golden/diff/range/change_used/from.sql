CREATE TYPE fr AS RANGE (subtype = float8); CREATE TABLE r (i int, a fr); INSERT INTO r VALUES (1, '[1,2)');
