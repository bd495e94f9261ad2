import JSONView
import Platform

extension ShapeTree {
  func forgetResponse(_ node: Int) {
    nodes[node].holders = 0
    nodes[node].objects = 0
    nodes[node].arrays = 0
    nodes[node].types = 0
    nodes[node].scales = 0
    nodes[node].words = 0
  }

  func touch(_ node: Int) {
    if nodes[node].types == 0 { touched.append(node) }
  }

  func note(_ node: Int, _ item: TapeItem, place: Int, in parent: UInt64) {
    touch(node)
    if nodes[node].holder != parent {
      nodes[node].holder = parent
      nodes[node].holders &+= 1
    }
    switch item.kind {
    case .string, .escapedString: noteString(node, item)
    case .number: nodes[node].types |= isInteger(item) ? FieldType.integer.bit : FieldType.number.bit
    case .boolTrue, .boolFalse: nodes[node].types |= FieldType.boolean.bit
    case .object:
      nodes[node].types |= FieldType.object.bit
      walkObject(node, item, place)
    case .array:
      nodes[node].types |= FieldType.array.bit
      walkArray(node, item, place)
    case .null, .missing, .duplicate: nodes[node].types |= FieldType.null.bit
    }
  }

  private func walkObject(_ node: Int, _ item: TapeItem, _ place: Int) {
    nodes[node].objects &+= 1
    holder +|= 1
    let mine = holder
    var guess = Int(nodes[node].firstMember)
    var previous = -1
    var place = place + 1
    while place < Int(item.next) {
      let member = tape[place]
      if guess < 0 || !isKey(guess, member) {
        let key = UnsafeRawBufferPointer(rebasing: bytes[member.keyRange])
        guess = child(of: node, isElement: false, key) ?? -1
        if previous >= 0 {
          nodes[previous].next = Int32(guess)
        } else {
          nodes[node].firstMember = Int32(guess)
        }
      }
      if guess >= 0 {
        note(guess, member, place: place, in: mine)
        previous = guess
        guess = Int(nodes[guess].next)
      }
      place = Int(member.next)
    }
  }

  private func walkArray(_ node: Int, _ item: TapeItem, _ place: Int) {
    nodes[node].arrays &+= 1
    holder +|= 1
    let mine = holder
    var guess = Int(nodes[node].firstElement)
    var previous = -1
    var place = place + 1
    while place < Int(item.next) {
      let element = tape[place]
      let kind = elementKind(element, place)
      if guess < 0 || !isSame(guess, kind) {
        guess = child(of: node, isElement: true, kind) ?? -1
        if previous >= 0 {
          nodes[previous].next = Int32(guess)
        } else {
          nodes[node].firstElement = Int32(guess)
        }
      }
      if guess >= 0 {
        note(guess, element, place: place, in: mine)
        previous = guess
        let next = Int(nodes[guess].next)
        guess = next >= 0 ? next : guess
      }
      place = Int(element.next)
    }
  }

  /// The word that names the kind of an element: the value of a first member such as `filterType`. Empty for all
  /// others.
  private func elementKind(_ element: TapeItem, _ place: Int) -> UnsafeRawBufferPointer {
    let none = ShapeTree.noText
    guard element.kind == .object, place + 1 < Int(element.next) else { return none }
    let first = tape[place + 1]
    guard first.kind == .string, first.keyLength > 4,
      bytes[first.keyRange].suffix(4).elementsEqual("Type".utf8)
    else { return none }
    let word = UnsafeRawBufferPointer(rebasing: bytes[first.range])
    return FieldText.isWord(word) && FieldText.isCapital(word) ? word : none
  }

  @inline(__always)
  private func isKey(_ node: Int, _ member: TapeItem) -> Bool {
    guard nodes[node].keyLength == Int32(truncatingIfNeeded: member.keyLength), let base = bytes.baseAddress
    else { return false }
    return Memory.isSame(nodes[node].key, base + Int(member.keyStart), Int(member.keyLength))
  }

  func isSame(_ node: Int, _ key: UnsafeRawBufferPointer) -> Bool {
    guard Int(nodes[node].keyLength) == key.count else { return false }
    guard let base = key.baseAddress else { return true }
    return Memory.isSame(nodes[node].key, base, key.count)
  }

  private func isInteger(_ item: TapeItem) -> Bool {
    for place in item.range {
      let byte = bytes[place]
      if byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") { return false }
    }
    return true
  }

  private func noteString(_ node: Int, _ item: TapeItem) {
    let text = UnsafeRawBufferPointer(rebasing: bytes[item.range])
    if !nodes[node].namesThings, let places = FieldText.places(text) {
      nodes[node].types |= FieldType.decimal.bit
      nodes[node].scales |= 1 << UInt32(places)
      if places > 0, text[text.count - 1] == UInt8(ascii: "0") { nodes[node].isPadded = true }
      return
    }
    nodes[node].types |= FieldType.string.bit
    guard !nodes[node].isFree, let base = text.baseAddress, text.count > 0 else { return }
    if text.count == Int(nodes[node].lastWordLength), let last = nodes[node].lastWordText,
      Memory.isSame(last, base, text.count)
    {
      nodes[node].words |= nodes[node].lastWord
      return
    }
    noteWord(node, text)
  }

  private func noteWord(_ node: Int, _ text: UnsafeRawBufferPointer) {
    var place = words[node].firstIndex { $0.elementsEqual(text) }
    if place == nil, FieldText.isWord(text), words[node].count < FieldText.mostWords {
      place = words[node].count
      words[node].append(UnsafeRawBufferPointer(start: keep(text), count: text.count))
    }
    guard let place else {
      nodes[node].isFree = true
      nodes[node].words = 0
      words[node] = []
      return
    }
    nodes[node].words |= 1 << UInt32(place)
    nodes[node].lastWord = 1 << UInt32(place)
    nodes[node].lastWordText = words[node][place].bindMemory(to: UInt8.self).baseAddress
    nodes[node].lastWordLength = UInt32(text.count)
  }
}
