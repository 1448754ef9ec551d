/**
 * `consumer_advance` moves a reader from `first - 1` to `last` and returns which of the keys are
 * parked. The row it updates is the fence between replicas: of two that handle the same entry,
 * the second waits here and then finds that nothing is left to do. It is PL/pgSQL because each
 * statement in it sees what was committed while it waited; one plain statement would not.
 */
export const readerFunctions = `
CREATE FUNCTION consumer_advance(reader text, stream_name text, first bigint, last bigint, keys text[])
RETURNS TABLE (advanced boolean, parked text[])
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE consumer_offsets SET last_seq = last
  WHERE consumer = reader AND stream = stream_name AND last_seq = first - 1;
  IF NOT FOUND THEN
    RETURN QUERY SELECT false, '{}'::text[];
    RETURN;
  END IF;
  RETURN QUERY SELECT true, ARRAY(
    SELECT DISTINCT d.key FROM dead_letters d WHERE d.stream = stream_name AND d.key = ANY (keys)
  );
END
$$;
`;
