CREATE TYPE mood AS ENUM ('awful', 'bad', 'sad', 'ok', 'fine', 'happy', 'great');CREATE TABLE p (id int PRIMARY KEY, m mood DEFAULT 'ok');
