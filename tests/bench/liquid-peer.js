// Measures LiquidJS as bench-liquid does ours: node liquid-peer.js dump|render|parse TEMPLATE DATA --paced
//
// NODE_PATH is where liquidjs is found. Each line of standard input starts a run that takes at least as many
// milliseconds as it says, and is answered by a line with the microseconds of one render or parse.
'use strict'

const fs = require('fs')
const path = require('path')
const readline = require('readline')
const { Liquid } = require('liquidjs')

const PACED_PARSES = 20

const [command, templatePath, dataPath] = process.argv.slice(2)
const folder = path.dirname(templatePath)
const templates = {}
for (const name of fs.readdirSync(folder).filter(name => name.endsWith('.liquid'))) {
  templates[path.basename(name, '.liquid')] = fs.readFileSync(path.join(folder, name), 'utf8')
}
// The cache keeps partials parsed.
const engine = new Liquid({ templates, cache: true })
const text = fs.readFileSync(templatePath, 'utf8')
const recipients = fs.readFileSync(dataPath, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line))
const template = engine.parse(text)

let sink = 0
const runs = {
  render () {
    for (const recipient of recipients) {
      sink += engine.renderSync(template, recipient).length
    }
    return recipients.length
  },
  parse () {
    for (let i = 0; i < PACED_PARSES; i++) {
      sink += engine.parse(text).length
    }
    return PACED_PARSES
  }
}

function measure (least) {
  const start = process.hrtime.bigint()
  const end = start + BigInt(least) * 1000000n
  let done = 0
  do {
    done += runs[command]()
  } while (process.hrtime.bigint() < end)
  return Number(process.hrtime.bigint() - start) / 1000 / done
}

if (command === 'dump') {
  for (const recipient of recipients) {
    console.log(JSON.stringify(engine.renderSync(template, recipient)))
  }
} else {
  const base = Math.round(process.memoryUsage().rss / 1024)
  const lines = readline.createInterface({ input: process.stdin })
  lines.on('line', line => console.log(measure(parseInt(line)).toFixed(4)))
  lines.on('close', () => {
    console.log(JSON.stringify({ rss_base_kb: base, rss_peak_kb: process.resourceUsage().maxRSS, sink }))
  })
}
