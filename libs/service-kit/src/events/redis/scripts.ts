/**
 * Each script is one atomic step. They are sent with EVAL, not by hash: a restarted Redis has
 * forgotten the hashes, and the text costs less than the extra round trip after an error.
 */

/** KEYS stream; ARGV first, what is allowed, texts… Answers {1 appended | 0 behind, last position}. */
export const appendScript = `
local last = 0
local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
if info.err then
  if not string.find(info.err, 'no such key') then return info end
else
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
  end
end
local first = tonumber(ARGV[1])
local allowed = ARGV[2] == 'hole' or (ARGV[2] == 'empty' and last == 0)
if last < first - 1 and not allowed then return {0, last} end
for i = 3, #ARGV do
  local position = first + i - 3
  if position > last then
    redis.call('XADD', KEYS[1], string.format('%.0f-0', position), 'e', ARGV[i])
    last = position
  end
end
return {1, last}`;

/** KEYS streams. Answers the last position of each, 0 where there is none. */
export const lastPositionsScript = `
local lasts = {}
for k = 1, #KEYS do
  lasts[k] = 0
  local info = redis.pcall('XINFO', 'STREAM', KEYS[k])
  if info.err then
    if not string.find(info.err, 'no such key') then return info end
  else
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then lasts[k] = tonumber(string.match(info[i + 1], '^%d+')) end
    end
  end
end
return lasts`;

/** KEYS streams. Answers {index of stream, group, acknowledged position} for every group. */
export const groupPositionsScript = `
local positions = {}
for k = 1, #KEYS do
  local groups = redis.pcall('XINFO', 'GROUPS', KEYS[k])
  if not groups.err then
    for _, group in ipairs(groups) do
      local name, pending, delivered
      for i = 1, #group, 2 do
        if group[i] == 'name' then name = group[i + 1] end
        if group[i] == 'pending' then pending = group[i + 1] end
        if group[i] == 'last-delivered-id' then delivered = tonumber(string.match(group[i + 1], '^%d+')) end
      end
      if pending > 0 then
        local oldest = tonumber(string.match(redis.call('XPENDING', KEYS[k], name)[2], '^%d+'))
        delivered = math.min(delivered, oldest - 1)
      end
      positions[#positions + 1] = {k, name, delivered}
    end
  elseif not string.find(groups.err, 'no such key') then
    return groups
  end
end
return positions`;

/**
 * KEYS stream; ARGV group, replica, position. Makes the group continue after the position and takes
 * over everything pending; what was handled already is acknowledged. Answers how many were taken over.
 */
export const rewindScript = `
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
return claimed`;

/**
 * KEYS members, leases; ARGV replica, lease ms, shards. Renews, gives back what is more than a fair
 * share, takes what is free. The clock is Redis' own. Answers the shards held.
 */
export const leaseScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expiry = string.format('%.0f', now + tonumber(ARGV[2]))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
redis.call('ZADD', KEYS[1], expiry, ARGV[1])
local shards = tonumber(ARGV[3])
local share = math.ceil(shards / redis.call('ZCARD', KEYS[1]))
local mine, free = {}, {}
for shard = 0, shards - 1 do
  local lease = redis.call('HGET', KEYS[2], shard)
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
for _, shard in ipairs(mine) do redis.call('HSET', KEYS[2], shard, expiry .. ' ' .. ARGV[1]) end
return mine`;

/** KEYS members, leases; ARGV replica, shards. */
export const releaseScript = `
redis.call('ZREM', KEYS[1], ARGV[1])
for shard = 0, tonumber(ARGV[2]) - 1 do
  local lease = redis.call('HGET', KEYS[2], shard)
  if lease and string.match(lease, '^%d+ (.*)$') == ARGV[1] then redis.call('HDEL', KEYS[2], shard) end
end
return 1`;
