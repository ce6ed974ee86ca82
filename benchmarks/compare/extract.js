// SPDX-License-Identifier: Apache-2.0
//
// Reads the logs in a directory with JSON.parse, extracts what round trips, loss and retransmission
// need, and prints how many events, packets sent and packets declared lost there are.
'use strict';
const fs = require('fs');
const path = require('path');

let events = 0, sent = 0, lost = 0, extracted = 0;

function packet(header) {
  if (header) {
    extracted += header.packet_number + header.packet_type.length;
  }
}

function event(e) {
  const name = e.name;
  if (name === undefined) {
    return;
  }
  events++;
  extracted += e.time;
  const data = e.data;
  if (name.endsWith('packet_sent')) {
    sent++;
    packet(data.header);
    extracted += data.header.length || (data.raw && data.raw.length) || 0;
    for (const frame of data.frames || []) {
      const raw = frame.raw || {};
      extracted += frame.frame_type.length + (frame.stream_id || 0) + (frame.offset || 0) +
        (frame.length || raw.length || raw.payload_length || 0);
    }
  } else if (name.endsWith('packet_received')) {
    packet(data.header);
    for (const frame of data.frames || []) {
      for (const range of frame.acked_ranges || []) {
        extracted += range[range.length - 1] - range[0] + 1;
      }
    }
  } else if (name.endsWith('packet_lost')) {
    lost++;
    packet(data.header);
  } else if (name.endsWith('metrics_updated')) {
    extracted += (data.latest_rtt || 0) + (data.smoothed_rtt || 0) + (data.min_rtt || 0) +
      (data.rtt_variance || 0);
  }
}

function read(file) {
  const text = fs.readFileSync(file, 'utf8');
  if (text.slice(0, 4096).includes('"traces"')) {
    for (const trace of JSON.parse(text).traces) {
      trace.events.forEach(event);
    }
    return;
  }
  const skipped = text.charCodeAt(0) === 0x1e ? 1 : 0;
  for (let from = 0; from < text.length;) {
    let to = text.indexOf('\n', from);
    to = to < 0 ? text.length : to;
    if (to > from + skipped) {
      event(JSON.parse(text.slice(from + skipped, to)));
    }
    from = to + 1;
  }
}

function walk(directory) {
  if (fs.statSync(directory).isFile()) {
    read(directory);
    return;
  }
  for (const entry of fs.readdirSync(directory, {withFileTypes: true})) {
    const below = path.join(directory, entry.name);
    if (entry.isDirectory()) {
      walk(below);
    } else {
      read(below);
    }
  }
}

walk(process.argv[2]);
console.log(`events=${events} sent=${sent} lost=${lost}`);
if (Number.isNaN(extracted)) {
  console.error('a number that is none');
}
