-- drop constraint public.stay.stay_fk  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.stay DROP CONSTRAINT stay_fk;

-- type of public.room.id  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.room ALTER COLUMN id TYPE integer;

-- type of public.stay.room  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.stay ALTER COLUMN room TYPE integer;

-- create constraint public.stay.stay_fk  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.stay ADD CONSTRAINT stay_fk FOREIGN KEY (room, PERIOD at) REFERENCES public.room(id, PERIOD at) NOT VALID;

-- validate constraint public.stay.stay_fk  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.stay VALIDATE CONSTRAINT stay_fk;

