import BinanceUS
import EventModel
import JSONView

/// Folds the good answers of one endpoint, in log order, into what their fields were.
///
/// Memory follows the number of fields, not the number of answers.
final class ShapeFold {
  let tree: ShapeTree
  let endpoint: String
  /// Answers are states of the world: what one lacks is gone. Pages of a history prove less.
  let isWhole: Bool
  private(set) var histories: [FieldHistory] = []
  private(set) var answers = 0
  private(set) var span: EventSpan?
  private(set) var malformed: [UInt64] = []
  /// The last answer of the first run: before it, a page may hold anything for the first time.
  private(set) var firstRunEnd: UInt64 = 0
  private var firstRun: RunID?
  /// By node: whether it was an object, an array, in an answer before.
  private var wasObject: [Bool] = []
  private var wasArray: [Bool] = []

  init(endpoint: String) {
    self.endpoint = endpoint
    isWhole = Endpoint(path: endpoint)?.nature == .snapshot
    tree = ShapeTree(isLoneRecordElement: ReadFields.mayBeLoneRecord(endpoint: endpoint))
  }

  /// Takes an answer; `bytes` are followed by the padding that scanners need.
  func take(_ header: EventHeader, _ bytes: UnsafeRawBufferPointer, with scanner: inout TapeScanner) {
    let tape: UnsafeBufferPointer<TapeItem>
    do {
      tape = try scanner.scan(bytes)
    } catch {
      malformed.append(header.sequence)
      return
    }
    tree.observe(tape, bytes)
    answers += 1
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

  /// A page of a history may be empty, which says nothing of its records.
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
