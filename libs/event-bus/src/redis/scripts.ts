/**
 * Each script is one atomic step. They are sent with EVAL, not by hash: a restarted Redis has
 * forgotten the hashes, and the text costs less than the extra round trip after an error.
 */

/**
 * KEYS streams; ARGV for each of them first, what is allowed, how many texts, the texts. Answers {1 appended | 0 behind,
 * last position} for each. One script for all streams: a reader of several of them is woken once.
 */
export const appendScript = `
local answers, at = {}, 1
for k = 1, #KEYS do
  local last = 0
  local info = redis.pcall('XINFO', 'STREAM', KEYS[k])
  if info.err then
    if not string.find(info.err, 'no such key') then return info end
  else
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
    end
  end
  local first, count = tonumber(ARGV[at]), tonumber(ARGV[at + 2])
  local allowed = ARGV[at + 1] == 'hole' or (ARGV[at + 1] == 'empty' and last == 0)
  if last < first - 1 and not allowed then
    answers[k] = {0, last}
  else
    for i = 1, count do
      local position = first + i - 1
      if position > last then
        redis.call('XADD', KEYS[k], string.format('%.0f-0', position), 'e', ARGV[at + 2 + i])
        last = position
      end
    end
    answers[k] = {1, last}
  end
  at = at + 3 + count
end
return answers`;

/** Lua: the last position of each key from `first` on, 0 where there is none; or an error. */
const lastsOf = `
local function lastsOf(keys, first)
  local lasts = {}
  for k = first, #keys do
    local last = 0
    local info = redis.pcall('XINFO', 'STREAM', keys[k])
    if info.err then
      if not string.find(info.err, 'no such key') then return info end
    else
      for i = 1, #info, 2 do
        if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
      end
    end
    lasts[#lasts + 1] = last
  end
  return lasts
end`;

/** KEYS streams. Answers the last position of each, 0 where there is none. */
export const lastPositionsScript = `${lastsOf}
return lastsOf(KEYS, 1)`;

/** KEYS wanted, streams. Answers {last positions, fields and values of wanted}. */
export const stateScript = `${lastsOf}
local lasts = lastsOf(KEYS, 2)
if lasts.err then return lasts end
return {lasts, redis.call('HGETALL', KEYS[1])}`;

/** Lua: the groups of a stream as {name, acknowledged position}; or an error. */
const groupsOf = `
local function groupsOf(key)
  local positions = {}
  local groups = redis.pcall('XINFO', 'GROUPS', key)
  if groups.err then
    if string.find(groups.err, 'no such key') then return positions end
    return groups
  end
  for _, group in ipairs(groups) do
    local name, pending, delivered
    for i = 1, #group, 2 do
      if group[i] == 'name' then name = group[i + 1] end
      if group[i] == 'pending' then pending = group[i + 1] end
      if group[i] == 'last-delivered-id' then delivered = tonumber(string.match(group[i + 1], '^%d+')) end
    end
    if pending > 0 then
      local oldest = tonumber(string.match(redis.call('XPENDING', key, name)[2], '^%d+'))
      delivered = math.min(delivered, oldest - 1)
    end
    positions[#positions + 1] = {name, delivered}
  end
  return positions
end`;

/** Lua: first and last position of a stream, as in `StreamSize`; or nil and an error. */
const endsOf = `
local function endsOf(key)
  local info = redis.pcall('XINFO', 'STREAM', key)
  if info.err then
    if string.find(info.err, 'no such key') then return 1, 0 end
    return nil, info
  end
  local first, last
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
    if info[i] == 'first-entry' and info[i + 1] then first = tonumber(string.match(info[i + 1][1], '^%d+')) end
  end
  return first or last + 1, last
end`;

/** KEYS streams. Answers {index of stream, group, acknowledged position} for every group. */
export const groupPositionsScript = `${groupsOf}
local positions = {}
for k = 1, #KEYS do
  local groups = groupsOf(KEYS[k])
  if groups.err then return groups end
  for _, group in ipairs(groups) do positions[#positions + 1] = {k, group[1], group[2]} end
end
return positions`;

/** KEYS streams. Answers {first position, last position, bytes} for each. */
export const sizesScript = `${endsOf}
local sizes = {}
for k = 1, #KEYS do
  local first, last = endsOf(KEYS[k])
  if not first then return last end
  sizes[k] = {first, last, redis.call('MEMORY', 'USAGE', KEYS[k]) or 0}
end
return sizes`;

/** KEYS stream; ARGV position. Answers the groups that had not acknowledged what was trimmed, and are gone. */
export const trimScript = `${groupsOf}
local behind = {}
local groups = groupsOf(KEYS[1])
if groups.err then return groups end
for _, group in ipairs(groups) do
  if group[2] < tonumber(ARGV[1]) then
    redis.call('XGROUP', 'DESTROY', KEYS[1], group[1])
    behind[#behind + 1] = group[1]
  end
end
redis.call('XTRIM', KEYS[1], 'MINID', '=', string.format('%.0f-0', ARGV[1] + 1))
return behind`;

/**
 * KEYS stream; ARGV group, replica, position. Makes the group continue after the position and takes
 * over everything pending; what was handled already is acknowledged, and the other replicas, which have
 * nothing now, are forgotten. Answers how many were taken over, and 1 if the stream begins later.
 */
export const rewindScript = `${endsOf}
local start = ARGV[3] .. '-0'
local created = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], start, 'MKSTREAM')
if created.err then
  if not string.find(created.err, 'BUSYGROUP') then return created end
  redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], start)
end
local claimed, cursor = 0, '0-0'
repeat
  local page = redis.call('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, cursor, 'COUNT', 500, 'JUSTID')
  cursor = page[1]
  for _, id in ipairs(page[2]) do
    if tonumber(string.match(id, '^%d+')) <= tonumber(ARGV[3]) then
      redis.call('XACK', KEYS[1], ARGV[1], id)
    else
      claimed = claimed + 1
    end
  end
until cursor == '0-0'
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  if consumer[2] ~= ARGV[2] then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer[2]) end
end
local first, last = endsOf(KEYS[1])
if not first then return last end
return {claimed, first > tonumber(ARGV[3]) + 1 and 1 or 0}`;

/**
 * KEYS members, leases, streams; ARGV replica, lease ms, shards, 1 for the ends. Renews, gives back what is more than a
 * fair share, takes what is free. The clock is Redis' own. Answers {shards held, last position of each}, the latter
 * empty unless asked for.
 */
export const leaseScript = `${lastsOf}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expiry = string.format('%.0f', now + tonumber(ARGV[2]))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
redis.call('ZADD', KEYS[1], expiry, ARGV[1])
local shards = tonumber(ARGV[3])
local share = math.ceil(shards / redis.call('ZCARD', KEYS[1]))
local leases, rows = {}, redis.call('HGETALL', KEYS[2])
for i = 1, #rows, 2 do leases[tonumber(rows[i])] = rows[i + 1] end
local mine, free = {}, {}
for shard = 0, shards - 1 do
  local lease = leases[shard]
  local ends, owner
  if lease then ends, owner = string.match(lease, '^(%d+) (.*)$') end
  if owner == ARGV[1] then mine[#mine + 1] = shard
  elseif not owner or tonumber(ends) <= now then free[#free + 1] = shard end
end
while #mine > share do
  redis.call('HDEL', KEYS[2], mine[#mine])
  mine[#mine] = nil
end
while #mine < share and #free > 0 do
  mine[#mine + 1] = free[#free]
  free[#free] = nil
end
local held = {}
for i, shard in ipairs(mine) do held[2 * i - 1], held[2 * i] = shard, expiry .. ' ' .. ARGV[1] end
if #mine > 0 then redis.call('HSET', KEYS[2], unpack(held)) end
if ARGV[4] ~= '1' then return {mine, {}} end
local streams = {}
for i, shard in ipairs(mine) do streams[i] = KEYS[3 + shard] end
local lasts = lastsOf(streams, 1)
return lasts.err and lasts or {mine, lasts}`;

/** KEYS members, leases; ARGV replica, shards. */
export const releaseScript = `
redis.call('ZREM', KEYS[1], ARGV[1])
for shard = 0, tonumber(ARGV[2]) - 1 do
  local lease = redis.call('HGET', KEYS[2], shard)
  if lease and string.match(lease, '^%d+ (.*)$') == ARGV[1] then redis.call('HDEL', KEYS[2], shard) end
end
return 1`;
