import CommandKit
import Foundation
import Testing

@testable import Files

@Suite("Files in the making")
struct DraftTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
  }

  @Test("a name that is too long for a suffix gets a draft all the same", arguments: [199, 200, 201, 255])
  func longNames(length: Int) throws {
    let name = String(repeating: "n", count: length)
    let file = try FileOutput(place.path(name), existing: .keep(advice: ""))
    try file.write([1])
    try file.finish()
    #expect(try names() == [name])
  }

  @Test("the next draft for a place removes the leftovers of killed processes, and nothing else")
  func leftovers() throws {
    let left = DraftName(of: "f", kind: "part").fresh()
    let others = ["f.part", "f.part-1", "f.part-000000000000000G", "g.part-0000000000000000", "f.rebuild"]
    for name in [left] + others { try place.write("x", to: name) }
    try FileManager.default.createSymbolicLink(
      atPath: place.path("f.part-1111111111111111"), withDestinationPath: "f.part")
    try FileManager.default.linkItem(
      atPath: place.path("f.rebuild"), toPath: place.path("f.part-2222222222222222"))
    #expect(mkfifo(place.path("f.part-3333333333333333"), 0o600) == 0)
    let file = try FileOutput(place.path("f"), existing: .keep(advice: ""))
    #expect(try !names().contains(left))
    try file.finish()
    let planted = (1...3).map { "f.part-\(String(repeating: "\($0)", count: 16))" }
    #expect(try names() == (["f"] + others + planted).sorted())
  }

  @Test("a draft that another holds is left alone, or refuses the second one")
  func company() throws {
    let here = try FilePlace.resolve(place.path("f"))
    let first = try Draft.make(for: here, company: .refused)
    #expect(throws: FilesError.busy(path: place.path("f"))) { try Draft.make(for: here, company: .refused) }
    let second = try Draft.make(for: here, company: .welcome)
    #expect(try first.isAtPath && second.isAtPath)
    try second.takePlace(.never(advice: "no"))
    #expect(throws: FilesError.isThere(path: place.path("f"), advice: "no")) {
      try first.takePlace(.never(advice: "no"))
    }
  }

  @Test("a file that came meanwhile, or took the found one's place, is kept")
  func changed() throws {
    let free = try FilePlace.resolve(place.path("f"))
    let draft = try Draft.make(for: free, company: .welcome)
    try place.write("theirs", to: "f")
    #expect(throws: FilesError.self) { try draft.takePlace(.found) }
    let taken = try FilePlace.resolve(place.path("f"))
    let second = try Draft.make(for: taken, company: .welcome)
    try place.write("other", to: "g")
    #expect(rename(place.path("g"), place.path("f")) == 0)
    #expect(throws: FilesError.changed(path: place.path("f"))) { try second.takePlace(.found) }
    #expect(try place.data("f") == Data("other".utf8))
  }

  @Test("a new file is private, and one that is replaced keeps its mode")
  func modes() throws {
    func mode() throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: place.path("f"))[.posixPermissions] as? Int
    }
    for (existing, wanted) in [(FileOutput.Existing.keep(advice: ""), 0o600), (.replace, 0o644)] {
      let file = try FileOutput(place.path("f"), existing: existing)
      try file.finish()
      #expect(try mode() == wanted)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: place.path("f"))
    }
  }

  @Test("an existing small file is fine with the same content, and kept with any other")
  func put() throws {
    try FileOutput.put([1, 2], at: place.path("f"), advice: "move it")
    try FileOutput.put([1, 2], at: place.path("f"), advice: "move it")
    for other in [[1], [1, 2, 3], [1, 3], []] as [[UInt8]] {
      #expect(throws: FilesError.isThere(path: place.path("f"), advice: "move it")) {
        try FileOutput.put(other, at: place.path("f"), advice: "move it")
      }
    }
    #expect(try place.data("f") == Data([1, 2]))
  }

  @Test("a directory in the making is removed when it was left, and kept while it is filled")
  func directories() throws {
    var first: DraftDirectory? = try DraftDirectory.make(for: place.path("copy"), holding: ["data.mdb"])
    close(try #require(first).makeFile("data.mdb"))
    let left = DraftName(of: "copy", kind: "partial").fresh()
    _ = try place.shell(
      "mkdir \(left) copy.partial-x; echo half > \(left)/data.mdb; echo mine > copy.partial-x/f")
    let second = try DraftDirectory.make(for: place.path("copy/"), holding: ["data.mdb"])
    #expect(try names().count == 3)
    try #require(first).takePlace()
    first = nil
    #expect(throws: FilesError.self) {
      close(try second.makeFile("data.mdb"))
      try second.takePlace()
    }
    #expect(throws: FilesError.self) { try DraftDirectory.make(for: place.path("copy"), holding: []) }
    #expect(
      try place.shell("ls copy copy.partial-x").lines == ["copy:", "data.mdb", "", "copy.partial-x:", "f"])
  }
}
