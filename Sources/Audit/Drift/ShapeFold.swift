import BinanceUS
import EventModel
import JSONView

/// Folds the successful responses of one endpoint, in log order, into the history of their fields.
///
/// Memory follows the number of fields, not the number of responses.
final class ShapeFold {
  let tree: ShapeTree
  let endpoint: String
  /// Whether responses are snapshots: what one lacks is gone. Pages of a history prove less.
  let isWhole: Bool
  private(set) var histories: [FieldHistory] = []
  private(set) var responses = 0
  private(set) var span: EventSpan?
  private(set) var malformed: [UInt64] = []
  /// The last response of the first run: until then, a page may hold anything for the first time.
  private(set) var firstRunEnd: UInt64 = 0
  private var firstRun: RunID?
  /// By node: whether it was an object, an array, in an earlier response.
  private var wasObject: [Bool] = []
  private var wasArray: [Bool] = []

  init(endpoint: String) {
    self.endpoint = endpoint
    isWhole = Endpoint(path: endpoint)?.nature == .snapshot
    tree = ShapeTree(isLoneRecordElement: ReadFields.mayBeLoneRecord(endpoint: endpoint))
  }

  /// Takes a response; `bytes` are followed by the padding that scanners need.
  func take(_ header: EventHeader, _ bytes: UnsafeRawBufferPointer, with scanner: inout TapeScanner) {
    let tape: UnsafeBufferPointer<TapeItem>
    do {
      tape = try scanner.scan(bytes)
    } catch {
      malformed.append(header.sequence)
      return
    }
    tree.observe(tape, bytes)
    responses += 1
    span = span ?? EventSpan(header.sequence)
    span?.last = header.sequence
    firstRun = firstRun ?? header.run
    if firstRun == header.run { firstRunEnd = header.sequence }
    fold(header.sequence, judgesAbsence: !isWhole || header.query.isEmpty)
  }

  private func fold(_ sequence: UInt64, judgesAbsence: Bool) {
    while histories.count < tree.count {
      histories.append(FieldHistory())
      wasObject.append(false)
      wasArray.append(false)
    }
    for node in tree.touched {
      let seen = tree.nodes[node]
      for child in tree.children[node] where judges(child, of: node) {
        look(at: child, of: node, sequence, judgesAbsence)
      }
      if node == 0 {
        histories[0].take(
          FieldHistory.Sight(sequence: sequence, holders: 1, present: 1, cameLater: false), isWhole: isWhole)
      }
      histories[node].takeValues(types: seen.types, scales: seen.scales, words: seen.words, at: sequence)
    }
    for node in tree.touched {
      if tree.nodes[node].objects > 0 { wasObject[node] = true }
      if tree.nodes[node].arrays > 0 { wasArray[node] = true }
    }
  }

  private func look(at child: Int, of node: Int, _ sequence: UInt64, _ judgesAbsence: Bool) {
    let isElement = tree.nodes[child].isElement
    let holders = Int(isElement ? tree.nodes[node].arrays : tree.nodes[node].objects)
    let present = Int(tree.nodes[child].holders)
    guard holders > 0, judgesAbsence || present > 0 else { return }
    let isList = !isWhole && isElement && !isWithinRecord(node)
    let wasThere = isElement ? wasArray[node] : wasObject[node]
    histories[child].take(
      FieldHistory.Sight(
        sequence: sequence, holders: judgesAbsence ? holders : present, present: present,
        cameLater: wasThere && !isList),
      isWhole: isWhole)
  }

  /// A page of a history may be empty, which is no information about its records.
  private func judges(_ child: Int, of node: Int) -> Bool {
    isWhole || !tree.nodes[child].isElement || tree.nodes[child].types != 0 || isWithinRecord(node)
  }

  private func isWithinRecord(_ node: Int) -> Bool {
    var node = Int32(node)
    while node > 0 {
      if tree.nodes[Int(node)].isElement { return true }
      node = tree.nodes[Int(node)].parent
    }
    return false
  }
}

extension ShapeFold {
  /// The shapes so far.
  var shapes: EndpointShapes? {
    guard let span else { return nil }
    let read = ReadFields(endpoint: endpoint)
    let paths = self.paths
    let seen = (1..<max(1, histories.count)).filter { histories[$0].span != nil }
    let changes = seen.flatMap { self.changes(of: $0, paths[$0]) }
      .enumerated().sorted { ($0.element.sequence, $0.offset) < ($1.element.sequence, $1.offset) }
      .map(\.element)
    return EndpointShapes(
      endpoint: endpoint, responses: responses, first: span.first, last: span.last, malformed: malformed,
      fields: seen.compactMap { field($0, paths[$0], isRead: read.holds(paths[$0])) },
      shapes: shapes(span, changes), notFollowed: tree.overflow, isProjected: read.isProjected)
  }

  private var paths: [String] {
    var paths: [String] = []
    for node in 0..<tree.count {
      let facts = tree.nodes[node]
      let key = String(
        decoding: UnsafeBufferPointer(start: facts.key, count: Int(facts.keyLength)), as: UTF8.self)
      let parent = facts.parent < 0 ? "" : paths[Int(facts.parent)]
      paths.append(
        node == 0 ? "" : facts.isElement ? "\(parent)[\(key)]" : parent.isEmpty ? key : "\(parent).\(key)")
    }
    return paths
  }

  private func shapes(_ span: EventSpan, _ changes: [ShapeChange]) -> [Shape] {
    var groups: [(first: UInt64, changes: [ShapeChange])] = [(span.first, [])]
    for change in changes {
      if groups[groups.count - 1].first != change.sequence { groups.append((change.sequence, [])) }
      groups[groups.count - 1].changes.append(change)
    }
    return groups.enumerated().map { index, group in
      let next = index +| 1 < groups.count ? groups[index +| 1].first : span.last +| 1
      return Shape(
        number: index +| 1, first: group.first, last: max(group.first, next -| 1), changes: group.changes)
    }
  }

  private func field(_ node: Int, _ path: String, isRead: Bool) -> ShapeField? {
    let history = histories[node]
    guard let span = history.span else { return nil }
    let presence: ShapeField.Presence =
      history.vanished(isWhole: isWhole) != nil ? .vanished : history.isOptional ? .sometimes : .always
    return ShapeField(
      path: path, span: span, presence: presence,
      types: history.types.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) },
      scales: history.scales.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
      values: values(of: node), isRead: isRead)
  }

  /// The words of a field that takes few of them, in the order in which they came.
  private func values(of node: Int) -> [(word: String, span: EventSpan)] {
    guard !tree.nodes[node].isFree, tree.words[node].contains(where: { FieldText.isCapital($0) }) else {
      return []
    }
    return histories[node].words.sorted { $0.key < $1.key }.map { bit, span in
      (String(decoding: tree.words[node][bit], as: UTF8.self), span)
    }
  }

  private func changes(of node: Int, _ path: String) -> [ShapeChange] {
    let history = histories[node]
    guard let span = history.span else { return [] }
    func change(_ sequence: UInt64, _ kind: ShapeChange.Kind, _ detail: String) -> ShapeChange {
      ShapeChange(sequence: sequence, path: path, kind: kind, detail: detail)
    }
    let settled = isWhole ? 0 : firstRunEnd
    var changes: [ShapeChange] = []
    if history.cameLater, !history.isOptional || span.first > settled {
      changes.append(
        change(span.first, .fieldAppeared, typeText(history) + (history.isOptional ? ", optional" : "")))
    }
    let gone = history.vanished(isWhole: isWhole)
    if let lacking = history.lackingSince, lacking != gone {
      changes.append(change(lacking, .fieldBecameOptional, "not every record has it"))
    }
    if let gone { changes.append(change(gone, .fieldVanished, "last seen in event \(span.last)")) }
    changes += typeChanges(history, span).map { change($0.at, .newType, $0.text) }
    for (word, seen) in values(of: node) where seen.first > max(span.first, settled) {
      changes.append(change(seen.first, .newValue, word))
    }
    for (places, seen) in history.scales.sorted(by: { $0.key < $1.key })
    where seen.first > max(history.types[.decimal]?.first ?? 0, settled)
      && isFormat(places, seen.first, history, isPadded: tree.nodes[node].isPadded)
    {
      changes.append(change(seen.first, .newScale, scaleText(places, seen.first, history)))
    }
    return changes
  }

  /// Where trailing zeros are left out, a value with another number of places is only another value, up to the eight
  /// that the exchange counts in.
  private func isFormat(
    _ places: Int, _ sequence: UInt64, _ history: FieldHistory, isPadded: Bool
  ) -> Bool {
    let before = history.scales.filter { $0.value.first < sequence }.keys
    return isPadded || before.count < 2 || places > max(8, before.max() ?? 0)
  }

  private func typeText(_ history: FieldHistory) -> String {
    history.types.keys.sorted { $0.rawValue < $1.rawValue }.map(\.name).joined(separator: " or ")
  }

  private func typeChanges(_ history: FieldHistory, _ span: EventSpan) -> [(at: UInt64, text: String)] {
    history.types.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { type, seen in
      guard seen.first > span.first else { return nil }
      let before = history.types.filter { $0.value.first < seen.first }
      let names = before.keys.sorted { $0.rawValue < $1.rawValue }.map(\.name).joined(separator: " or ")
      let isSwitch = before.allSatisfy { $0.value.last < seen.first }
      return (seen.first, isSwitch ? "\(type.name), was \(names)" : "\(type.name), beside \(names)")
    }
  }

  private func scaleText(_ places: Int, _ sequence: UInt64, _ history: FieldHistory) -> String {
    let before = history.scales.filter { $0.value.first < sequence }.keys.sorted()
    return
      "\(places) decimal \(places == 1 ? "place" : "places"), before \(before.map { "\($0)" }.joined(separator: ", "))"
  }
}
