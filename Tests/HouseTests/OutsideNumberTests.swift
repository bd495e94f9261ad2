import CommandKit
import Foundation
import Testing

/// Numbers from outside: the compiler refuses the operators that trap on them, where a module has
/// the file that takes those operators away. This holds the modules to having it.
@Suite("Numbers from outside")
struct OutsideNumberTests {
  private static let file = "FixedWidthInteger+Outside.swift"
  private static let original = "Sources/EventModel/Numbers/\(file)"

  @Test("every module has the file that takes the trapping operators away, by a link")
  func links() throws {
    let modules = Set(SourceFile.sources.map(\.module))
    #expect(modules.count >= 10)
    let text = try Repository.text(Self.original)
    for module in modules where module != "EventModel" {
      let path = "Sources/\(module)/\(Self.file)"
      #expect(try Repository.text(path) == text, "\(path) is not a link to \(Self.original)")
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: "\(Repository.root)/\(path)").hasSuffix(
          "EventModel/Numbers/\(Self.file)"))
    }
  }

  @Test(
    "it takes + - * and the conversions that trap, of every type such a number has, and warnings are errors")
  func operators() throws {
    let text = try Repository.text(Self.original)
    for type in ["Int64", "UInt64", "UInt32", "Int128"] {
      for sign in ["+", "-", "*"] {
        #expect(
          text.contains("static func \(sign) (left: \(type), right: \(type)) -> \(type)"), "\(type) \(sign)")
      }
    }
    for conversion in ["init(_ number: UInt64)", "init(_ number: Int64)", "init?(_ text: String)"] {
      #expect(text.contains(conversion))
    }
    #expect(try Repository.text("Package.swift").contains(".treatAllWarnings(as: .error)"))
  }

  @Test("no other file declares operators that would take their place, or turns the check off")
  func nothingBeside() {
    for file in SourceFile.sources where file.name != "FixedWidthInteger+Outside" {
      for (number, text) in file.code {
        if text.contains("numericCast") || text.contains("unsafeAdding") || text.contains("unsafeSubtracting")
          || text.contains("unsafeMultiplied")
        {
          Issue.record("\(file.path):\(number) goes round the arithmetic of numbers from outside")
        }
      }
      for type in ["Int64", "UInt64", "UInt32", "Int128", "Int"] {
        #expect(
          !file.code.contains { $0.text.hasPrefix("extension \(type) {") }, "\(file.path) extends \(type)")
      }
    }
  }
}
