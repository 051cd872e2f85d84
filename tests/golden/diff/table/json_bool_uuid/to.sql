CREATE TABLE t (id int, a jsonb, b int, c uuid, d boolean); INSERT INTO t VALUES (1,'{}',1,'b3b1f8a5-0000-4000-8000-000000000000',true);
