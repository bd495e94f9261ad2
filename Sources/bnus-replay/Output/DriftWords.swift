import Audit
import EventLog
import EventModel
import JSONView

/// What `drift` prints.
struct DriftWords {
  private let drift: Drift
  /// What is looked at; nil for all.
  private let stretch: DriftStretch?
  private let log: EventLog

  init(_ drift: Drift, within stretch: DriftStretch?, log: EventLog) {
    (self.drift, self.stretch, self.log) = (drift, stretch, log)
  }

  /// The changes that are looked at, with their endpoints.
  func changes() throws -> [(endpoint: String, change: ShapeChange)] {
    try drift.endpoints.flatMap { endpoint in
      try endpoint.changes.filter { try isWanted($0.sequence) }.map { (endpoint.endpoint, $0) }
    }
  }

  private func isWanted(_ sequence: UInt64) throws -> Bool {
    try stretch?.contains(sequence, in: log) ?? true
  }

  func show(isVerbose: Bool) throws {
    if drift.endpoints.isEmpty { Terminal.say("The archive holds no successful response to look at.") }
    var isFirst = true
    for endpoint in drift.endpoints {
      let shapes = try endpoint.shapes.filter { try isWanted($0.first) }
      if stretch != nil, shapes.allSatisfy(\.changes.isEmpty) { continue }
      if !isFirst { try StandardOutput.print() }
      isFirst = false
      try StandardOutput.print(
        "\(endpoint.endpoint)  \(Quantity.count(endpoint.responses, "response")), \(Quantity.count(endpoint.fields.count, "field")), \(Quantity.count(endpoint.shapes.count, "shape"))"
      )
      for shape in shapes { try show(shape) }
      if stretch == nil { try printUnread(endpoint) }
      if isVerbose { try printFields(endpoint) }
    }
  }

  private func show(_ shape: Shape) throws {
    let events = shape.first == shape.last ? "event \(shape.first)" : "events \(shape.first)-\(shape.last)"
    try StandardOutput.print("  shape \(shape.number)  \(events)  \(try observed(shape.first))")
    for change in shape.changes {
      try StandardOutput.print(
        "    \(change.kind.sign) \(change.path): \(change.kind.words) (\(change.detail))")
    }
  }

  private func printUnread(_ endpoint: EndpointShapes) throws {
    if !endpoint.isProjected {
      try StandardOutput.print("  no schema reads this endpoint")
    } else if !endpoint.unread.isEmpty {
      try StandardOutput.print("  read by no schema: \(endpoint.unread.map(\.path).joined(separator: ", "))")
    }
    if !endpoint.malformed.isEmpty {
      let events = endpoint.malformed.prefix(5).map { "\($0)" }.joined(separator: ", ")
      try StandardOutput.print(
        "  not JSON: \(endpoint.malformed.count == 1 ? "event" : "events") \(events)\(endpoint.malformed.count > 5 ? " …" : "")"
      )
    }
    if endpoint.notFollowed > 0 {
      try StandardOutput.print("  \(Quantity.count(endpoint.notFollowed, "more field")) whose keys are data")
    }
  }

  private func printFields(_ endpoint: EndpointShapes) throws {
    var table = TextTable([
      ("  FIELD", .left), ("TYPES", .left), ("PLACES", .left), ("VALUES", .left), ("PRESENCE", .left),
      ("EVENTS", .left),
    ])
    for field in endpoint.fields {
      table.add([
        "  \(field.path)", field.types.map(\.type.name).joined(separator: ","),
        field.scales.map { "\($0.places)" }.joined(separator: ","),
        field.values.map(\.word).joined(separator: ","), field.presence.rawValue,
        "\(field.span.first)-\(field.span.last)",
      ])
    }
    try table.print()
  }

  /// When an event was observed; empty where it cannot be read.
  private func observed(_ sequence: UInt64) throws -> String {
    try log.read { (snapshot: borrowing Snapshot) in try snapshot.header(of: sequence).observedAt.iso8601 }
  }

  func document() throws -> JSONDocument {
    .object([
      ("through_sequence", .number(drift.through)),
      ("since_sequence", stretch.map { .number($0.after) } ?? .null),
      ("changes", .number(try changes().count)),
      ("endpoints", .array(try drift.endpoints.map { try document($0) })),
      ("unreadable", Unreadable.document(drift.unreadable)),
    ])
  }

  private func document(_ endpoint: EndpointShapes) throws -> JSONDocument {
    .object([
      ("endpoint", .text(endpoint.endpoint)), ("answers", .number(endpoint.responses)),
      ("first_sequence", .number(endpoint.first)), ("last_sequence", .number(endpoint.last)),
      (
        "shapes",
        .array(
          try endpoint.shapes.filter { try isWanted($0.first) }.map { try document($0) })
      ),
      ("fields", .array(endpoint.fields.map { document($0) })),
      ("read_by_a_schema", .bool(endpoint.isProjected)),
      ("unread", .array(endpoint.unread.map { .text($0.path) })),
      ("not_json", .array(endpoint.malformed.map { .number($0) })),
      ("fields_not_followed", .number(endpoint.notFollowed)),
    ])
  }

  private func document(_ shape: Shape) throws -> JSONDocument {
    .object([
      ("shape", .number(shape.number)), ("first_sequence", .number(shape.first)),
      ("last_sequence", .number(shape.last)), ("first_observed_at", .text(try observed(shape.first))),
      (
        "changes",
        .array(
          shape.changes.map {
            .object([
              ("sequence", .number($0.sequence)), ("kind", .text($0.kind.rawValue)), ("path", .text($0.path)),
              ("detail", .text($0.detail)),
            ])
          })
      ),
    ])
  }

  private func document(_ field: ShapeField) -> JSONDocument {
    func seen(_ name: String, _ value: JSONDocument, _ span: EventSpan) -> JSONDocument {
      .object([(name, value), ("first_sequence", .number(span.first)), ("last_sequence", .number(span.last))])
    }
    return .object([
      ("path", .text(field.path)), ("presence", .text(field.presence.rawValue)),
      ("read", .bool(field.isRead)),
      ("first_sequence", .number(field.span.first)), ("last_sequence", .number(field.span.last)),
      ("types", .array(field.types.map { seen("type", .text($0.type.name), $0.span) })),
      ("decimal_places", .array(field.scales.map { seen("places", .number($0.places), $0.span) })),
      ("values", .array(field.values.map { seen("value", .text($0.word), $0.span) })),
    ])
  }
}

extension ShapeChange.Kind {
  /// The words for it.
  var words: String {
    switch self {
    case .fieldAppeared: "new field"
    case .fieldVanished: "gone"
    case .fieldBecameOptional: "now optional"
    case .newType: "new type"
    case .newValue: "new value"
    case .newScale: "new scale"
    }
  }

  var sign: String {
    switch self {
    case .fieldAppeared: "+"
    case .fieldVanished: "-"
    default: "~"
    }
  }
}
