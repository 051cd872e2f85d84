CREATE TABLE t (a varchar(5) CONSTRAINT k CHECK (a IN ('x','y')));
