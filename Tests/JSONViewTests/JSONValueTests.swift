import Testing

@testable import JSONView

@Suite("JSONValue")
struct JSONValueTests {
  @Test("a tree gives members, elements and scalars by name and place")
  func tree() throws {
    let value = try JSONValue.parse(
      #"{"code":-1121,"msg":"Invalid \"symbol\".","list":[1,2.50,null],"ok":true}"#)
    #expect(value["code"]?.int64 == -1121)
    #expect(value["msg"]?.text == #"Invalid "symbol"."#)
    #expect(value["list"]?[1]?.numberText == "2.50")
    #expect(value["list"]?[2]?.isNull == true)
    #expect(value["list"]?[3] == nil)
    #expect(value["ok"]?.bool == true)
    #expect(value["absent"] == nil)
    #expect(value.members?.map(\.key) == ["code", "msg", "list", "ok"])
    #expect(value["list"]?.rawText == "[1,2.50,null]")
    #expect(value["msg"]?.rawText == #""Invalid \"symbol\".""#)
  }

  @Test("an accessor of another kind gives nil")
  func otherKinds() throws {
    let value = try JSONValue.parse(#"["1",1.0,1e3,9223372036854775808,false]"#)
    #expect(value.elements?.compactMap(\.int64) == [])
    #expect(value[0]?.numberText == nil)
    #expect(value[1]?.text == nil)
    #expect(value[4]?.bool == false)
    #expect(value["a"] == nil)
    #expect(value.members == nil)
  }

  @Test("integers reach both ends of 64 bits")
  func integers() throws {
    let value = try JSONValue.parse("[-9223372036854775808,9223372036854775807,-0]")
    #expect(value.elements?.map(\.int64) == [.min, .max, 0])
  }

  @Test("a repeated key is reported, the first value is returned")
  func repeated() throws {
    let value = try JSONValue.parse(#"{"a":1,"b":2,"\u0061":3}"#)
    #expect(value.repeatedKey == "a")
    #expect(value["a"]?.int64 == 1)
    #expect(value["b"]?.repeatedKey == nil)
  }

  @Test("keys that differ only in Unicode spelling are two keys")
  func spelling() throws {
    let value = try JSONValue.parse("{\"e\u{301}\":1,\"\u{E9}\":2}")
    #expect(value.repeatedKey == nil)
    #expect(value["\u{E9}"]?.int64 == 2)
  }

  @Test("one scanner reads line after line, and a value outlives its scanner")
  func lines() throws {
    var values: [JSONValue] = []
    do {
      var scanner = ValueScanner()
      for number in 0..<50 {
        let line = Array(
          #"{"n":\#(number),"body":"\#(String(repeating: #"\"x\","#, count: number * 100))"}"#.utf8)
        values.append(try line.withUnsafeBytes { try scanner.scan($0) })
      }
      let broken = Array("{".utf8)
      #expect(throws: JSONError.self) { _ = try broken.withUnsafeBytes { try scanner.scan($0) } }
    }
    for (number, value) in values.enumerated() {
      #expect(value["n"]?.int64 == Int64(number))
      #expect(value["body"]?.text == String(repeating: #""x","#, count: number * 100))
      var bytes: [UInt8] = [1]
      #expect(value["body"]?.appendText(to: &bytes) == true)
      #expect(bytes.count == 1 + 400 * number)
    }
  }
}
