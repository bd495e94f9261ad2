import EventModel

extension EventHeader {
  /// The header that the log stores for `event`: cookies blanked, response headers beyond the limit left out, limits
  /// checked. Every field that still fits is kept, in its order.
  init(
    normalising event: NewEvent, ordinal: UInt32, sequence: UInt64, appendedAt: Timestamp, salt: Salt,
    bodyDigest: Digest
  ) throws(EventLogError) {
    self.init(
      sequence: sequence, run: event.run, ordinal: ordinal, kind: event.kind, endpoint: event.endpoint,
      method: event.method, host: event.host, path: event.path, query: event.query, attempt: event.attempt,
      observedAt: event.observedAt, appendedAt: appendedAt, durationMicroseconds: event.durationMicroseconds,
      httpVersion: event.httpVersion, status: event.status, responseHeaders: [],
      bodyBytes: UInt64(event.body.count), bodyDigest: bodyDigest, flags: event.flags, salt: salt)
    try checkLimits()
    keepFittingHeaders(of: event.responseHeaders)
  }

  private func checkLimits() throws(EventLogError) {
    guard endpoint.utf8.count <= HeaderCodec.maximumEndpointBytes else {
      throw .headerTooLarge(field: "endpoint")
    }
    guard !endpoint.utf8.contains(0) else {
      throw .invalidEvent(field: "endpoint", why: "it holds a NUL byte")
    }
    guard flags.isSubset(of: .known) else { throw .invalidEvent(field: "flags", why: "some are unknown") }
    guard (kind == .annotation) == (endpoint == Annotation.endpoint) else {
      throw .invalidEvent(
        field: "endpoint", why: "\(Annotation.endpoint) is the endpoint of annotations and of nothing else")
    }
    guard HeaderCodec.bytesWithoutResponseHeaders(self) > HeaderCodec.maximumBytes else { return }
    let longest = HeaderCodec.texts(of: self).max { $0.text.utf8.count < $1.text.utf8.count }
    throw .headerTooLarge(field: longest?.name ?? "fields")
  }

  private mutating func keepFittingHeaders(of fields: [HeaderField]) {
    var bytes = HeaderCodec.bytesWithoutResponseHeaders(self)
    for field in fields.lazy.map(\.withoutCookie) {
      let more = HeaderCodec.bytes(of: field)
      if bytes + more <= HeaderCodec.maximumBytes {
        bytes += more
        responseHeaders.append(field)
      } else {
        flags.insert(.headersDropped)
      }
    }
  }
}
