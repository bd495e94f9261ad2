public import Foundation

/// One thing that a disk, or somebody, does to a data file.
public struct ArchiveDamage: Sendable, CustomStringConvertible {
  private enum Act {
    case flip(offset: Int, bit: Int)
    case swap(Int, Int)
    case duplicate(Int, over: Int)
    case zero(Int)
    case cut(bytes: Int)
  }

  private let act: Act

  private static let pageBytes = 4096
  private static let metaPages = 2

  /// Draws damage to a file; most of it to what leads to something: the fronts of pages, their nodes, the meta pages.
  public static func draw(_ dice: inout Dice, in data: Data) -> ArchiveDamage {
    let pages = data.count / pageBytes
    func page(_ dice: inout Dice) -> Int {
      dice.onceIn(16) ? dice.below(metaPages) : metaPages + dice.below(pages - metaPages)
    }
    switch dice.below(16) {
    case 0..<8: return flip(&dice, page(&dice), in: data)
    case 8..<11: return ArchiveDamage(act: .swap(page(&dice), page(&dice)))
    case 11..<13: return ArchiveDamage(act: .duplicate(page(&dice), over: page(&dice)))
    case 13..<15: return ArchiveDamage(act: .zero(page(&dice)))
    default: return ArchiveDamage(act: .cut(bytes: dice.below(data.count)))
    }
  }

  /// A bit of a text flips where it stands last; nil where it does not stand in the file.
  public static func flip(in text: String, of data: Data) -> ArchiveDamage? {
    guard let place = data.range(of: Data(text.utf8), options: .backwards) else { return nil }
    return ArchiveDamage(act: .flip(offset: place.lowerBound - data.startIndex + text.utf8.count / 2, bit: 0))
  }

  private static func flip(_ dice: inout Dice, _ page: Int, in data: Data) -> ArchiveDamage {
    let start = data.startIndex + page * pageBytes
    let words = data[start..<start + 16]
    let lower = Int(words[start + 12]) | Int(words[start + 13]) << 8
    let upper = Int(words[start + 14]) | Int(words[start + 15]) << 8
    let isTree = [1, 2].contains(words[start + 10]) && (16...pageBytes).contains(lower) && upper <= pageBytes
    let offset =
      if page < metaPages { 16 + dice.below(136) } else if isTree, upper < pageBytes {
        dice.onceIn(3) ? dice.below(lower) : upper + dice.below(pageBytes - upper)
      } else { dice.below(pageBytes) }
    return ArchiveDamage(act: .flip(offset: page * pageBytes + offset, bit: dice.below(8)))
  }

  /// The file after it.
  public func apply(to whole: Data) -> Data {
    var data = whole
    func range(_ page: Int) -> Range<Int> {
      let start = data.startIndex + page * Self.pageBytes
      return start..<start + Self.pageBytes
    }
    switch act {
    case .flip(let offset, let bit): data[data.startIndex + offset] ^= 1 << bit
    case .swap(let one, let other):
      data.replaceSubrange(range(one), with: whole[range(other)])
      data.replaceSubrange(range(other), with: whole[range(one)])
    case .duplicate(let page, let over): data.replaceSubrange(range(over), with: whole[range(page)])
    case .zero(let page): data.replaceSubrange(range(page), with: Data(count: Self.pageBytes))
    case .cut(let bytes): data = data.prefix(bytes)
    }
    return data
  }

  public var description: String {
    switch act {
    case .flip(let offset, let bit):
      "bit \(bit) of byte \(offset % Self.pageBytes) of page \(offset / Self.pageBytes) flipped"
    case .swap(let one, let other): "pages \(one) and \(other) swapped"
    case .duplicate(let page, let over): "page \(page) written over page \(over)"
    case .zero(let page): "page \(page) zeroed"
    case .cut(let bytes): "cut to \(bytes) bytes"
    }
  }
}
