-- create constraint public.bookings.bookings_id_during_key  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.bookings ADD CONSTRAINT bookings_id_during_key UNIQUE (id, during WITHOUT OVERLAPS);

-- not null of public.rooms.id as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.rooms ADD CONSTRAINT rooms_id__not_null CHECK (id IS NOT NULL) NOT VALID;

-- not null of public.rooms.during as a check  [lock: ACCESS EXCLUSIVE, brief, commit]
ALTER TABLE public.rooms ADD CONSTRAINT rooms_during__not_null CHECK (during IS NOT NULL) NOT VALID;

-- validate not null of public.rooms.id  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.rooms VALIDATE CONSTRAINT rooms_id__not_null;

-- set not null of public.rooms.id  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.rooms ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.rooms DROP CONSTRAINT rooms_id__not_null;

-- validate not null of public.rooms.during  [lock: SHARE UPDATE EXCLUSIVE, long, commit]
ALTER TABLE public.rooms VALIDATE CONSTRAINT rooms_during__not_null;

-- set not null of public.rooms.during  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE public.rooms ALTER COLUMN during SET NOT NULL;
ALTER TABLE public.rooms DROP CONSTRAINT rooms_during__not_null;

-- create constraint public.rooms.rooms_pkey  [lock: ACCESS EXCLUSIVE, long]
ALTER TABLE public.rooms ADD CONSTRAINT rooms_pkey PRIMARY KEY (id, during WITHOUT OVERLAPS);

-- create constraint public.bookings.bookings_room_during_fkey  [lock: SHARE ROW EXCLUSIVE, brief, commit]
ALTER TABLE public.bookings ADD CONSTRAINT bookings_room_during_fkey FOREIGN KEY (room, PERIOD during) REFERENCES public.rooms(id, PERIOD during) NOT VALID;

-- validate constraint public.bookings.bookings_room_during_fkey  [lock: SHARE UPDATE EXCLUSIVE, long]
ALTER TABLE public.bookings VALIDATE CONSTRAINT bookings_room_during_fkey;

