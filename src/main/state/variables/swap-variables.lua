-- Writes and removes variables of one session in one step, provided that each still is what the caller read.
--
-- KEYS[1]  the session, a hash: s when it was made, q changes so far, v:name a variable, i:id its name
-- KEYS[2]  which variables changed, a stream whose ids are counted
-- ARGV[1]  how long the session lasts without being used, in milliseconds
-- ARGV[2]  variables that it may have
-- ARGV[3]  changes that are kept, about
-- ARGV[4]  when it is made, where it is to be made if there is none; else empty
-- ARGV[5…] per variable: name, id, the text that the caller read (empty where there was none), the new text (empty
--          where it is removed)
--
-- Returns done, expired, moved or full; nothing is written but for the first.
local key, stream = KEYS[1], KEYS[2]
local exists = redis.call('HEXISTS', key, 's') == 1
if not exists and ARGV[4] == '' then
  return 'expired'
end
local CHUNK = 500
local count = (#ARGV - 4) / 4
-- The argument `offset` of the variables from `first` on, each behind a prefix.
local function pick(first, offset, prefix)
  local picked = {}
  for index = first, math.min(first + CHUNK, count) - 1 do
    picked[#picked + 1] = prefix .. ARGV[5 + index * 4 + offset]
  end
  return picked
end
local added = 0
for first = 0, count - 1, CHUNK do
  local texts = redis.call('HMGET', key, unpack(pick(first, 0, 'v:')))
  local owners = redis.call('HMGET', key, unpack(pick(first, 1, 'i:')))
  for place = 1, #texts do
    local at = 5 + (first + place - 1) * 4
    if (texts[place] or '') ~= ARGV[at + 2] then
      return 'moved'
    end
    if ARGV[at + 2] == '' and ARGV[at + 3] ~= '' then
      -- An id is nobody else's.
      if owners[place] then
        return 'moved'
      end
      added = added + 1
    end
  end
end
if added > 0 and math.floor((redis.call('HLEN', key) - 1) / 2) + added > tonumber(ARGV[2]) then
  return 'full'
end
if not exists then
  redis.call('DEL', stream)
  -- Counted from a time, so that no later session of this name counts where a watcher of this one stands.
  local now = redis.call('TIME')
  redis.call('HSET', key, 's', ARGV[4], 'q', string.format('%d%06d', now[1], now[2]))
end
for first = 0, count - 1, CHUNK do
  local written, removed = {}, {}
  for index = first, math.min(first + CHUNK, count) - 1 do
    local at = 5 + index * 4
    local name, id = 'v:' .. ARGV[at], 'i:' .. ARGV[at + 1]
    if ARGV[at + 3] == '' then
      removed[#removed + 1] = name
      removed[#removed + 1] = id
    else
      written[#written + 1] = name
      written[#written + 1] = ARGV[at + 3]
      if ARGV[at + 2] == '' then
        written[#written + 1] = id
        written[#written + 1] = ARGV[at]
      end
    end
  end
  if #written > 0 then
    redis.call('HSET', key, unpack(written))
  end
  if #removed > 0 then
    redis.call('HDEL', key, unpack(removed))
  end
end
if count > CHUNK then
  -- A gap in the counting: whoever watches reads everything anew.
  redis.call('HINCRBY', key, 'q', 2)
else
  for at = 5, #ARGV, 4 do
    local id = redis.call('HINCRBY', key, 'q', 1)
    redis.call('XADD', stream, 'MAXLEN', '~', ARGV[3], string.format('%.0f-0', id), 'name', ARGV[at])
  end
end
redis.call('PEXPIRE', key, ARGV[1])
redis.call('PEXPIRE', stream, ARGV[1])
return 'done'
