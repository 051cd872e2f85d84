CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN kept_mood AS mood NOT NULL;
CREATE TYPE entry AS (at date, mood mood, history mood[]);
CREATE TABLE diary (id integer, m kept_mood, e entry);
