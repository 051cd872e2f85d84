CREATE TABLE event (id integer, at date) PARTITION BY LIST (id);
CREATE TABLE event_all PARTITION OF event DEFAULT;
CREATE TABLE audit (id integer, e event);
