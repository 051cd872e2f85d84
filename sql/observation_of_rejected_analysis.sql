-- An analysis that was rejected takes no more values. No constraint can say so: the status is in another row.
CREATE FUNCTION public.refuse_observation_of_rejected_analysis() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM public.analysis a WHERE a.id = new.analysis AND a.status = 'rejected') THEN
    RAISE EXCEPTION 'analysis % was rejected and takes no observations', new.analysis
      USING ERRCODE = 'check_violation', CONSTRAINT = 'observation_of_rejected_analysis', TABLE = 'observation';
  END IF;
  RETURN new;
END
$$;

CREATE TRIGGER observation_of_rejected_analysis
  BEFORE INSERT OR UPDATE OF analysis ON public.observation
  FOR EACH ROW EXECUTE FUNCTION public.refuse_observation_of_rejected_analysis();
