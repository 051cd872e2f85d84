CREATE TABLE event (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE event_all PARTITION OF event DEFAULT;
CREATE TABLE audit (id integer, e event);
INSERT INTO event VALUES (1, '2020-01-01');
INSERT INTO audit VALUES (1, ROW(7, '2020-01-02'));
