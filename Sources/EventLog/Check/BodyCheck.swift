import EventModel

/// Decodes every body and compares length and digest with the header.
struct BodyCheck: ~Copyable {
  private var reader = BodyReader()
  private var damaged: Set<UInt64> = []
  private var depths = ChainDepths()

  /// Checks one body; without a trusted `header`, only that it decodes.
  mutating func check(
    _ sequence: UInt64, _ header: EventHeader?, _ snapshot: borrowing Snapshot,
    _ report: inout VerificationReport
  ) throws(EventLogError) {
    do throws(EventLogError) {
      let body = try reader.decode(sequence, endpoint: header?.endpoint ?? "", view: snapshot.view)
      report.bodyBytes +|= UInt64(body.bytes.count)
      guard let header else { return }
      try depths.check(header, snapshot, &report)
      if header.isSuccess {
        reader.keep(body, of: sequence, endpoint: header.endpoint)
      }
      if UInt64(body.bytes.count) != header.bodyBytes {
        try add(
          sequence, "its body has \(body.bytes.count) bytes, its header states \(header.bodyBytes)", snapshot,
          &report)
      } else if body.withBytes(Digest.sha256) != header.bodyDigest {
        try add(sequence, "its body's SHA-256 differs from its header", snapshot, &report)
      }
    } catch .damaged(let origin, let what) {
      if origin == sequence {
        try add(sequence, what, snapshot, &report)
      } else {
        damaged.insert(sequence)
        addDependent(sequence, on: origin, &report)
      }
    }
  }

  private mutating func add(
    _ sequence: UInt64, _ what: String, _ snapshot: borrowing Snapshot, _ report: inout VerificationReport
  ) throws(EventLogError) {
    damaged.insert(sequence)
    if let base = try base(of: sequence, snapshot), damaged.contains(base) {
      addDependent(sequence, on: base, &report)
    } else {
      report.add(Damage(sequence, .body, what))
    }
  }

  private func addDependent(_ sequence: UInt64, on base: UInt64, _ report: inout VerificationReport) {
    report.add(
      Damage(
        sequence, .body, "its body cannot be decoded: it depends on the damaged body of event \(base)",
        dependsOn: base))
  }

  private func base(of sequence: UInt64, _ snapshot: borrowing Snapshot) throws(EventLogError) -> UInt64? {
    do throws(EventLogError) {
      return try snapshot.bodyLayout(of: sequence).base
    } catch .damaged {
      return nil  // What cannot be read has no base; the caller reports it.
    }
  }
}

/// Recounts how deep each body lies in its chain.
struct ChainDepths {
  private var tips: [String: (sequence: UInt64, depth: Int)] = [:]

  /// Compares the depth in a body's record with that of its base.
  mutating func check(
    _ header: EventHeader, _ snapshot: borrowing Snapshot, _ report: inout VerificationReport
  ) throws(EventLogError) {
    let layout = try snapshot.bodyLayout(of: header.sequence)
    var depth = 0
    if let base = layout.base {
      let tip = tips[header.endpoint]
      depth = 1 + (tip?.sequence == base ? tip?.depth ?? 0 : try snapshot.bodyLayout(of: base).depth)
    }
    if layout.depth != depth {
      report.add(
        Damage(
          header.sequence, .body, "its body's chain depth is \(depth), its record states \(layout.depth)"))
    }
    if header.isSuccess { tips[header.endpoint] = (header.sequence, depth) }
  }
}
