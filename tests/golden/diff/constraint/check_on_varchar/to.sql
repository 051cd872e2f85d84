CREATE TABLE t (a varchar(5) CONSTRAINT k CHECK (a::text = ANY (ARRAY['x','y'])));
