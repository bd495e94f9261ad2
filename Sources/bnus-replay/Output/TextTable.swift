/// Rows in columns for a person to read: words to the left, numbers to the right.
///
/// On a terminal that is too narrow for the columns each row becomes a block of `NAME  value` lines.
struct TextTable {
  enum Alignment {
    case left, right
  }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

  mutating func add(_ cells: [String]) { rows.append(cells.map { PrintableText.escaped($0) }) }

  /// The lines of the table.
  ///
  /// - Parameter width: how many columns of text fit; nil for any number.
  func lines(within width: Int? = nil) -> [String] {
    let all = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in all.map { PrintableText.width($0[column]) }.max() ?? 0 }
    if let width, widths.reduce(0, +) + 2 * (widths.count - 1) > width { return blocks(within: width) }
    return all.map { cells in
      let padded = columns.indices.map { column in
        let space = Self.space(widths[column] - PrintableText.width(cells[column]))
        return columns[column].alignment == .left ? cells[column] + space : space + cells[column]
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// One block a row; cells that hold nothing are left out.
  private func blocks(within width: Int) -> [String] {
    let titles = columns.map { String($0.title.drop { $0 == " " }) }
    let indent = (titles.map { PrintableText.width($0) }.max() ?? 0) + 2
    let space = max(8, width - indent)
    var lines: [String] = []
    for cells in rows {
      if !lines.isEmpty { lines.append("") }
      for (title, cell) in zip(titles, cells) where !cell.isEmpty {
        var rest = String(cell.drop { $0 == " " })
        var head = title + Self.space(indent - PrintableText.width(title))
        repeat {
          let part = Self.part(of: rest, columns: space)
          lines.append(head + part)
          rest.removeFirst(part.count)
          rest.trimPrefix(" ")
          head = Self.space(indent)
        } while !rest.isEmpty
      }
    }
    return lines
  }

  /// The beginning of a text that fits, broken at a space where there is one.
  private static func part(of text: String, columns: Int) -> Substring {
    let fits = PrintableText.prefix(text, columns: columns)
    if fits.endIndex == text.endIndex { return fits }
    if let space = fits.lastIndex(of: " "), space > fits.startIndex { return fits[..<space] }
    return fits.isEmpty ? text.prefix(1) : fits
  }

  private static func space(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  func print() throws {
    for line in lines(within: Terminal.outputColumns) { try StandardOutput.print(line) }
  }
}
