-- Adds one revision to the stream of one value, where it belongs, unless it stands there already.
--
-- KEYS[1]  the stream
-- ARGV[1]  at        ARGV[2]  by (empty: nobody is known)   ARGV[3]  via
-- ARGV[4]  the revision before (empty: nothing stood)       ARGV[5]  the revision after (empty: it was deleted)
-- ARGV[6]  the value after, as JSON                         ARGV[7]  the value before, as JSON
-- ARGV[8]  the length that the stream is trimmed to
--
-- Returns 'added'; 'known' where the same change stands there; 'recent' where one that was noticed `elsewhere` leads to
-- a value that stood there a moment ago: who noticed it may have been late.
--
-- An entry never changes its place in a stream: those above are written again. The same rules for the store in memory
-- are in memory/memory-revision-log.ts.
local key = KEYS[1]
local at, by, via, before, after = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local NEAR, RECENT_MS, LATE_MS = 8, 5000, 60000

local recent = redis.call('XREVRANGE', key, '+', '-', 'COUNT', NEAR + 1)
local near = math.min(#recent, NEAR)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local entries = {}
for index, entry in ipairs(recent) do
  local fields = {}
  for at_field = 1, #entry[2], 2 do fields[entry[2][at_field]] = entry[2][at_field + 1] end
  fields.age = now - tonumber(string.match(entry[1], '^%d+'))
  entries[index] = fields
end

local last = entries[1]
local own = via ~= 'elsewhere'
-- Newer entries that stay above it, and the one that it replaces.
local above, replaced = 0, 0

if own then
  for index = 1, near do
    local e = entries[index]
    if e.at == at and e.after == after and e.via == via and e.by == by then return 'known' end
  end
  local found = false
  for index = 1, near do
    local e = entries[index]
    local same = e.via == 'elsewhere' and e.after == after
    if same and (index == 1 or (e.before == before and e.age < LATE_MS)) then
      above, replaced, found = index - 1, 1, true
      break
    end
  end
  if not found and last then
    if last.after == after then return 'known' end
    for index = 1, last.after == before and 0 or near do
      local e, former = entries[index], entries[index + 1]
      local fits = e.before == after and (not former or former.after == before)
      if fits and e.age < LATE_MS then
        above = index
        break
      end
    end
  end
elseif last then
  if last.after == after then return 'known' end
  for index = 1, near do
    if entries[index].after == after and entries[index].age < RECENT_MS then return 'recent' end
  end
end

for index = 1, above + replaced do redis.call('XDEL', key, recent[index][1]) end
local former = entries[above + replaced + 1]
local entry = { 'at', at, 'by', by, 'via', via, 'before', before, 'after', after }
local function field(name, text)
  entry[#entry + 1] = name
  entry[#entry + 1] = text
end
if ARGV[6] ~= '' then field('value', ARGV[6]) end
if ARGV[7] ~= '' and not (former and former.after == before) then field('was', ARGV[7]) end
redis.call('XADD', key, '*', unpack(entry))
for index = above, 1, -1 do redis.call('XADD', key, '*', unpack(recent[index][2])) end
redis.call('XTRIM', key, 'MAXLEN', ARGV[8])
return 'added'
