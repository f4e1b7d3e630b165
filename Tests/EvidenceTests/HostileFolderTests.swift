import Foundation
import Testing

@testable import Evidence

/// Folders that are no bundle, beside the sound files of one.
@Suite struct HostileFolderTests {
  @Test("folders a hundred thousand deep are refused at the ninth")
  func depth() throws {
    let bundle = try FakeBundle()
    let depth = 100_000
    var folder = open(bundle.folder + "/data", O_RDONLY | O_DIRECTORY)
    func step(_ name: String) {
      let next = openat(folder, name, O_RDONLY | O_DIRECTORY)
      close(folder)
      folder = next
    }
    for _ in 0..<depth {
      mkdirat(folder, "d", 0o755)
      step("d")
    }
    try bundle.expect(fails: .files, "too deep a folder")
    // From the deepest up: to remove such a tree by its paths takes minutes.
    for _ in 0..<depth {
      step("..")
      unlinkat(folder, "d", AT_REMOVEDIR)
    }
    close(folder)
    try FileManager.default.removeItem(atPath: bundle.folder)
  }

  @Test("a folder with twenty thousand files is refused")
  func manyFiles() throws {
    let bundle = try FakeBundle()
    defer { try? FileManager.default.removeItem(atPath: bundle.folder) }
    for number in 0..<20_000 { close(open("\(bundle.folder)/data/f\(number)", O_WRONLY | O_CREAT, 0o644)) }
    try bundle.expect(fails: .files, "more than 4096 files")
  }

  @Test(
    "files of a terabyte are refused before they are read",
    arguments: ["report.json", "data/more", "signer.pub"])
  func sparse(name: String) throws {
    let bundle = try FakeBundle()
    let file = open("\(bundle.folder)/\(name)", O_WRONLY | O_CREAT, 0o644)
    #expect(ftruncate(file, 1 << 40) == 0)
    close(file)
    let isKey = name == BundleName.signer
    try bundle.expect(
      fails: isKey ? .signature : .files, isKey ? "more than the 65536" : "or 128 MiB",
      kind: isKey ? .unreadable : .refuted)
  }

  @Test("sockets and devices are refused", arguments: ["/dev/zero", "/dev/stdin", nil])
  func special(device: String?) throws {
    let bundle = try FakeBundle()
    let path = bundle.folder + "/data/special"
    if let device {
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: device)
    } else {
      // The path of a socket is short: it is made elsewhere and moved.
      let short = "/tmp/assay-\(getpid())-\(UInt32.random(in: 0 ... .max))"
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: short.utf8) }
      let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      let bound = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      #expect(bound == 0 && rename(short, path) == 0)
      close(socket)
    }
    try bundle.expect(fails: .files, device == nil ? "no regular file" : "a symbolic link")
  }
}
