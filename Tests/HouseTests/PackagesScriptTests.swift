import CommandKit
import Testing

@Suite("scripts/install-packages.sh")
struct PackagesScriptTests {
  /// Stands in for the system's tools: `dpkg-query` knows the packages in `installed`.
  private func machine(user: Int, sudo: Bool = false, canInstall: Bool = true) throws -> Workplace {
    let place = try Workplace()
    let tools = [
      "dpkg-query": "for p; do :; done; grep -qx \"$p\" installed && echo -n installed",
      "id": "echo \(user)",
      "apt-get": canInstall
        ? "echo apt-get $* >> calls; for p; do case $p in -*|install|update) ;; *) echo $p >> installed;; esac; done"
        : "echo apt-get $* >> calls; exit 100",
      "sudo": sudo ? "[ \"$1\" = -n ] && exit 0; echo sudo >> calls; exec \"$@\"" : "exit 1",
    ]
    _ = try place.shell("mkdir bin; touch installed calls; ln -s /bin/grep /usr/bin/env bin/")
    for (name, body) in tools { try place.write("#!/bin/sh\n\(body)\n", to: "\(name).sh") }
    // Copied by another process: a program that this one still had open for writing while some
    // test forks could not be run, and the system's own would be found in its place.
    let names = tools.keys.sorted().joined(separator: " ")
    _ = try place.shell("for name in \(names); do cp $name.sh bin/$name; chmod +x bin/$name; done")
    return place
  }

  private func run(_ place: Workplace, _ purposes: String) throws -> Outcome {
    try place.shell(
      "PATH=$PWD/bin:/usr/bin:/bin sh \(Repository.root)/scripts/install-packages.sh \(purposes) < /dev/null")
  }

  @Test("where nothing is missing it says nothing and calls nobody")
  func complete() throws {
    let place = try machine(user: 1000)
    let packages =
      "pkg-config liblmdb-dev libzstd-dev libsqlite3-dev libsimdjson-dev libcurl4-openssl-dev libssl-dev zlib1g-dev"
    try place.write(packages.split(separator: " ").joined(separator: "\n") + "\n", to: "installed")
    let outcome = try run(place, "build")
    #expect(outcome.code == 0)
    #expect(outcome.text + outcome.errors == "")
    #expect(try place.shell("cat calls").text == "")
  }

  @Test("root installs what is missing, and it says so")
  func root() throws {
    let place = try machine(user: 0)
    try place.write("sqlite3\n", to: "installed")
    let outcome = try run(place, "test")
    #expect(outcome.code == 0)
    #expect(
      outcome.errors
        == "install-packages: installing jq iproute2 gcc libc6-dev strace python3-venv curl openssl nginx-light golang-go golang-golang-x-mod-dev\n"
    )
    #expect(try run(place, "test").errors == "")
  }

  @Test("another user installs by sudo where that is allowed")
  func sudo() throws {
    let place = try machine(user: 1000, sudo: true)
    #expect(try run(place, "demo").code == 0)
    #expect(try place.shell("head -1 calls").lines == ["sudo"])
  }

  @Test("without the right to install it says what to install")
  func notPermitted() throws {
    let outcome = try run(machine(user: 1000), "demo")
    #expect(outcome.code == 1)
    #expect(
      outcome.errors
        == "install-packages: missing, and not permitted to install: sqlite3 curl. As root: apt-get install sqlite3 curl\n"
    )
  }

  @Test("an installation that fails is tried again with fresh lists, then named")
  func failing() throws {
    let place = try machine(user: 0, canInstall: false)
    let outcome = try run(place, "demo")
    #expect(outcome.code == 1)
    #expect(outcome.errors.hasSuffix("install-packages: apt-get could not install: sqlite3 curl\n"))
    #expect(try place.shell("cat calls").lines.contains { $0.contains("update") })
  }
}
