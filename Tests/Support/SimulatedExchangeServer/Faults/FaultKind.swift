/// What can go wrong with a response.
public enum FaultKind: Sendable, Equatable {
  /// 403, a page of CloudFront's firewall.
  case cloudFrontBlocked
  /// 403, CloudFront's page for a request it calls bad.
  case cloudFrontBadRequest
  /// 403, CloudFront's page for a country that is not served.
  case countryBlocked
  /// 451, as the exchange outside the United States responds to an address inside.
  case legalBlock
  /// 502, a page of nginx.
  case badGateway
  /// 504, a page of CloudFront.
  case gatewayTimeout
  /// 500 and -1000.
  case unknownError
  /// 500 and -1001.
  case disconnected
  /// 500 and -1006.
  case unexpectedResponse
  /// 408 and -1007.
  case backendTimeout
  /// 503 and -1008.
  case busy
  /// 429 out of the blue, whatever the weight says; Retry-After in seconds, nil for none.
  case tooManyRequests(retryAfter: Int?)
  /// 418 out of the blue, for so many seconds; requests that come nevertheless are not refused.
  case banned(seconds: Int)
  /// Whatever a test wants instead of the right response.
  case says(status: Int, headers: [String: String] = [:], body: String)
  /// The right response with header fields that a test wants.
  case adds(headers: [String: String])
  /// 200 and a body that is another one each time: a number stands between the two parts.
  case endless(prefix: String, suffix: String)
  /// 200 and so many rows of a history from the id that was requested on, for ever.
  case growing(rows: Int)
  /// 200 and two thirds of the body, with a length that fits: JSON that breaks off.
  case malformedJSON
  /// 200 and no body at all.
  case emptyBody
  /// 200 and `{"code":"-1121",…}`, the code being text.
  case textCode
  /// 400 and -1121 for a symbol that exchangeInfo lists.
  case invalidSymbol
  /// 400 and -1021, the timestamp being too old.
  case outsideWindow
  /// 400 and -1021, the timestamp being ahead.
  case ahead
  /// A page of 403 that quotes the request's target and headers, key and signature included.
  case echo
  /// The same in a header of the response and in JSON.
  case echoInHeaders
  /// 400 and text that quotes every signed request that came before, in several encodings, and breaks
  /// off in the last one's signature.
  case echoOfEarlier
  /// 200 and an array of at least so many MiB.
  case hugeBody(mebibytes: Int)
  /// 301 or 302 to the same target, query included, elsewhere.
  case redirect(status: Int, to: String)
  /// 404 in the shape of the framework behind /sapi.
  case notFound
  /// 200 and JSON with bytes that are no UTF-8, under another charset's name.
  case wrongCharset
  /// 200 and a body that says it is gzip and is not.
  case brokenGzip
  /// Half of the body that Content-Length promises, then the end.
  case truncatedBody
  /// Chunks without a last one, then the end.
  case truncatedChunks
  /// The head and half of the body, then silence.
  case stalledBody
  /// Silence before the head.
  case stalledHead
  /// The connection is reset instead of a response.
  case connectionReset
  /// The connection is closed instead of a response.
  case connectionClosed
  /// The connection is closed as soon as it is accepted; path and symbol cannot be chosen.
  case closedOnAccept
  /// The right response, so many milliseconds later.
  case slow(milliseconds: Int)
  /// A page of a history that lacks some of its last rows.
  case shortPage
  /// A page of a history that is empty.
  case emptyPage
  /// The page at the beginning of a history starts a week later than the history does.
  case missingBeginning
  /// A page of a history that ends with an element that lacks most members, and with a number.
  case strangeRows
}

extension FaultKind {
  /// Kinds by the names a command line gives them.
  public static let named: [(name: String, kind: FaultKind)] = [
    ("cloudfront-blocked", .cloudFrontBlocked), ("cloudfront-bad-request", .cloudFrontBadRequest),
    ("country-blocked", .countryBlocked), ("legal-block", .legalBlock), ("bad-gateway", .badGateway),
    ("gateway-timeout", .gatewayTimeout), ("unknown-error", .unknownError),
    ("disconnected", .disconnected), ("unexpected-response", .unexpectedResponse),
    ("backend-timeout", .backendTimeout), ("busy", .busy),
    ("too-many-requests", .tooManyRequests(retryAfter: 1)), ("banned", .banned(seconds: 120)),
    ("malformed-json", .malformedJSON), ("empty-body", .emptyBody), ("text-code", .textCode),
    ("invalid-symbol", .invalidSymbol), ("outside-window", .outsideWindow), ("ahead", .ahead),
    ("echo", .echo), ("echo-in-headers", .echoInHeaders),
    ("echo-of-earlier", .echoOfEarlier), ("huge-body", .hugeBody(mebibytes: 17)),
    ("redirect", .redirect(status: 302, to: "https://redirected.example")), ("not-found", .notFound),
    ("wrong-charset", .wrongCharset), ("broken-gzip", .brokenGzip),
    ("truncated-body", .truncatedBody), ("truncated-chunks", .truncatedChunks),
    ("stalled-body", .stalledBody), ("stalled-head", .stalledHead),
    ("connection-reset", .connectionReset), ("connection-closed", .connectionClosed),
    ("closed-on-accept", .closedOnAccept), ("slow", .slow(milliseconds: 500)),
    ("short-page", .shortPage), ("empty-page", .emptyPage), ("missing-beginning", .missingBeginning),
    ("strange-rows", .strangeRows),
  ]

  /// The name a command line and the record of requests give it.
  public var name: String {
    FaultKind.named.first { $0.kind.isSameKind(as: self) }?.name ?? "\(self)"
  }

  /// Whether the kind only makes sense for a page of a history.
  var needsPage: Bool {
    switch self {
    case .shortPage, .emptyPage, .missingBeginning, .strangeRows: true
    default: false
    }
  }

  /// Whether the kind only makes sense for a request about one symbol.
  var needsSymbol: Bool {
    self == .invalidSymbol || self == .textCode
  }

  /// Whether the kind only makes sense for a signed request.
  var needsSignature: Bool {
    self == .outsideWindow || self == .ahead
  }

  /// Whether the request never reaches the engine that counts weight.
  var comesBeforeEngine: Bool {
    switch self {
    case .cloudFrontBlocked, .cloudFrontBadRequest, .countryBlocked, .legalBlock, .badGateway,
      .gatewayTimeout, .echo, .redirect, .stalledHead, .connectionReset, .connectionClosed:
      true
    default: false
    }
  }

  private func isSameKind(as other: FaultKind) -> Bool {
    switch (self, other) {
    case (.tooManyRequests, .tooManyRequests), (.banned, .banned), (.hugeBody, .hugeBody),
      (.redirect, .redirect), (.slow, .slow):
      true
    default: self == other
    }
  }
}
