/// The schemas as `fixtures/schema-locks.txt` has them, for tests of the command, which cannot see the catalogue.
public enum LockedSchemas {
  /// The tables of each, by number.
  public static let tables: [Int: [String]] = {
    var tables: [Int: [String]] = [:]
    do {
      for line in try Repository.text("fixtures/schema-locks.txt").split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count > 2, words[2] == "key", let number = Int(words[0]) else { continue }
        tables[number, default: []].append(String(words[1]))
      }
    } catch {
      return [:]
    }
    return tables
  }()

  public static let numbers = tables.keys.sorted()

  /// The default of a new destination.
  public static let newest = numbers.last ?? 0

  /// How many tables a schema has; the newest, where none is named.
  public static func count(_ number: Int = newest) -> Int { tables[number]?.count ?? 0 }
}
