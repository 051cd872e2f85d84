CREATE TABLE t (id int, a timestamptz, b timestamp(3), c date); INSERT INTO t VALUES (1,'2020-01-01','2020-01-02','2020-01-03');
