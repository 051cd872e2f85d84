CREATE DOMAIN weight AS integer;
CREATE DOMAIN net_weight AS weight CHECK (VALUE > 0);
CREATE DOMAIN parcel_weight AS net_weight CHECK (VALUE < 1000);
CREATE TABLE parcel (id integer, w parcel_weight DEFAULT 5, spare net_weight[]);
CREATE INDEX parcel_w ON parcel (w);
INSERT INTO parcel VALUES (1, 7, '{1,2}');
