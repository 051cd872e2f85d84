CREATE TABLE t (id int, a json, b boolean, c text, d int); INSERT INTO t VALUES (1,'{}',true,'b3b1f8a5-0000-4000-8000-000000000000',1);
