# Measures Shopify's Liquid as bench-liquid does ours: ruby liquid-peer.rb dump|render|parse TEMPLATE DATA --paced
#
# Each line of standard input starts a run that takes at least as many milliseconds as it says, and is answered by a
# line with the microseconds of one render or parse.
require 'json'
require 'liquid'

PACED_PARSES = 20

COMMAND, TEMPLATE_PATH, DATA_PATH = ARGV

# The other templates of the folder.
class Partials
  def initialize(folder)
    @texts = Dir.glob(File.join(folder, '*.liquid')).to_h { |path| [File.basename(path, '.liquid'), File.read(path)] }
  end

  def read_template_file(name)
    @texts.fetch(name) { raise Liquid::FileSystemError, "No such template '#{name}'" }
  end
end

Liquid::Template.file_system = Partials.new(File.dirname(TEMPLATE_PATH))
TEXT = File.read(TEMPLATE_PATH)
RECIPIENTS = File.foreach(DATA_PATH).map { |line| JSON.parse(line) }
TEMPLATE = Liquid::Template.parse(TEXT)

def run
  case COMMAND
  when 'render'
    RECIPIENTS.each { |recipient| TEMPLATE.render(recipient) }
    RECIPIENTS.length
  when 'parse'
    PACED_PARSES.times { Liquid::Template.parse(TEXT) }
    PACED_PARSES
  end
end

def now
  Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_microsecond)
end

def measure(least)
  start = now
  done = 0
  loop do
    done += run
    break if now - start >= least * 1000
  end
  (now - start) / done
end

def read_memory(field)
  File.read('/proc/self/status')[/^#{field}:\s+(\d+)/, 1].to_i
end

if COMMAND == 'dump'
  RECIPIENTS.each { |recipient| puts JSON.generate(TEMPLATE.render(recipient)) }
else
  $stdout.sync = true
  base = read_memory('VmRSS')
  $stdin.each_line { |line| puts format('%.4f', measure(line.to_i)) }
  puts JSON.generate(rss_base_kb: base, rss_peak_kb: read_memory('VmHWM'))
end
