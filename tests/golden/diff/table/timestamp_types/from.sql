CREATE TABLE t (id int, a timestamp, b date, c text); INSERT INTO t VALUES (1,'2020-01-01','2020-01-02','2020-01-03');
