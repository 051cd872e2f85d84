CREATE TYPE fr AS RANGE (subtype = float8, subtype_diff = float8mi); CREATE TABLE r (i int, a fr); INSERT INTO r VALUES (1, '[1,2)');
