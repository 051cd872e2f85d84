CREATE TABLE public.account (
  id integer PRIMARY KEY,
  owner text NOT NULL
);
CREATE TABLE public.entry (
  id integer PRIMARY KEY,
  account integer NOT NULL REFERENCES public.account (id),
  amount numeric NOT NULL
);
