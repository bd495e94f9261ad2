import EventModel

/// Events whose fields stand at their limits, in changing combinations; every hundredth fills its header.
enum LimitEvents {
  static func event(_ number: UInt32) -> NewEvent {
    func at<Value>(_ place: UInt32, _ values: Value...) -> Value {
      values[Int((number / (place + 1) + place) % UInt32(values.count))]
    }
    var event = NewEvent(
      run: RunID(String(repeating: "r", count: Int(at(0, 1, 64))))!,
      ordinal: number % 2 == 0 ? number : .max - number, kind: at(1, .response, .failure, .runStart, .runEnd),
      endpoint: at(2, "", "e", String(repeating: "é", count: 127) + "e"), method: at(3, "", "DELETE"),
      host: at(4, "", String(repeating: "h", count: 253)), path: at(5, "", "/"),
      query: at(6, "", "a=%20&b=→"),
      attempt: at(7, 0, .max), observedAt: Timestamp(microseconds: at(8, .min, .max, 0)),
      durationMicroseconds: at(9, nil, .min, .max, 0), httpVersion: at(10, .unknown, .http1_0, .http3),
      status: at(11, 0, .max, 200), responseHeaders: at(12, [], [HeaderField(name: "", value: "")]),
      flags: at(13, [], .known), body: at(14, [], [0]),
      salt: at(
        15, Salt(hex: String(repeating: "f", count: 32))!, Salt(hex: String(repeating: "0", count: 32))!))
    if number % 100 == 0 {
      event.responseHeaders = []
      let rest = 65_535 - 104 - 2 - 12
      let texts = event.run.text + event.endpoint + event.method + event.host + event.path + event.query
      event.responseHeaders = [
        HeaderField(name: "X", value: String(repeating: "v", count: rest - texts.utf8.count - 5))
      ]
    }
    return event
  }

  static func matches(_ header: EventHeader, _ event: NewEvent) -> Bool {
    header.run == event.run && header.ordinal == event.ordinal && header.kind == event.kind
      && header.endpoint == event.endpoint && header.method == event.method && header.host == event.host
      && header.path == event.path && header.query == event.query && header.attempt == event.attempt
      && header.observedAt == event.observedAt && header.durationMicroseconds == event.durationMicroseconds
      && header.httpVersion == event.httpVersion && header.status == event.status
      && header.responseHeaders == event.responseHeaders && header.flags == event.flags
      && header.bodyBytes == UInt64(event.body.count) && header.salt == event.salt
  }
}
