CREATE TYPE mood AS ENUM ('glad', 'sad', 'flat');
CREATE DOMAIN kept_mood AS mood NOT NULL;
CREATE TYPE entry AS (at date, mood mood, history mood[]);
CREATE TABLE diary (id integer, m kept_mood, e entry);
INSERT INTO diary VALUES (1, 'sad', ROW('2020-01-01', 'glad', '{sad,glad}'));
