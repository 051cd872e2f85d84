DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nursery_reader') THEN CREATE ROLE nursery_reader; END IF;
END $$;
