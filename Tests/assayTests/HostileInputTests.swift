import Foundation
import Testing

/// Whole commands on files that no sound program wrote: each ends soon, in bounded memory, with its code and a message.
///
/// The processor's seconds and the address space are bounded by the shell, so that a loaded machine fails no test.
@Suite struct HostileInputTests {
  private static let limits = "ulimit -t 60; ulimit -v 6000000;"

  /// - Parameter files: lines of a shell that make the hostile `bad` in an empty folder.
  private static func folder(_ files: String) throws -> String {
    let folder = NSTemporaryDirectory() + "assay-hostile-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let made = try Command(["-ec", files], of: URL(fileURLWithPath: "/bin/sh"), directory: folder)
    #expect(made.status == 0, "\(made.errors)")
    return folder
  }

  /// Every way to name a file to the command, but for tables, ledgers and folders.
  private static let readers = [
    "verify . --trust bad", "key show bad", "challenge verify bad .", "challenge run bad --out answer",
    "compare bad bad", "check h100 --measured bad", "classify h20 --rule bad", "forecast scenario bad",
  ]

  @Test(
    "what is no file of the kind is refused by every reader, whatever it is",
    arguments: [
      "mkfifo bad", "mkdir bad", "ln -s bad bad", "ln -s /dev/zero bad", "truncate -s 1T bad", ": > bad",
      "head -c 1000000 /dev/zero | tr '\\0' '[' > bad", "head -c 900000 /dev/zero | tr '\\0' '{' > bad",
      "yes '{\"a\":' | head -n 200000 > bad", "printf '\\377\\376\\300\\200\\355\\240\\200' > bad",
      "head -c 100000 /dev/urandom > bad", "yes 'a: {<<: *a, b: &a [*a, *a]}' | head -n 1000 > bad",
      "yes '\"a\":1,' | head -n 100000 | sed '1s/^/{/' > bad", "printf '[1e999,NaN,-Infinity]' > bad",
    ])
  func files(making: String) throws {
    let folder = try Self.folder(making)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let before = try FileManager.default.contentsOfDirectory(atPath: folder)
    for reader in Self.readers {
      let command = try Command(shell: "\(Self.limits) exec assay \(reader)", directory: folder)
      let isScenario = reader.hasPrefix("forecast")
      #expect(command.status == 65 || isScenario && command.status == 64, "\(making), \(reader): \(command)")
      #expect(command.errors.hasPrefix("assay: "), "\(making), \(reader): \(command)")
      #expect(command.errors.utf8.count < 20_000, "\(making), \(reader): a message without end")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == before)
  }

  @Test(
    "a table of one's own that is no table is refused",
    arguments: [
      "mkfifo power.csv", "ln -s /dev/zero power.csv", "truncate -s 2G power.csv",
      "truncate -s 60M power.csv",
      "head -c 60000000 /dev/zero | tr '\\0' ',' > power.csv", "yes x | head -c 60000000 > power.csv",
      "head -c 60000000 /dev/zero | tr '\\0' '\"' > power.csv", "printf '\\377\\376' > power.csv",
      "yes 'alpha,1e308,x,y,z,' | head -n 300000 | sed '1s/^.*/chip,watts,kind,source,grade,note/' > power.csv",
      "printf 'chip,watts,kind,source,grade,note\\nh100-sxm,1e308,tdp,epoch,primary,\\n' > power.csv",
      "printf 'chip,watts,kind,source,grade,note\\nh100-sxm,nan,tdp,epoch,primary,\\n' > power.csv",
    ])
  func tables(making: String) throws {
    let folder = try Self.folder(making)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let command = try Command(
      shell: "\(Self.limits) exec assay chips show h100-sxm --chipdb .", directory: folder)
    #expect(command.status == 65, "\(making): \(command.status) \(command.errors.prefix(2000))")
    #expect(command.errors.contains("power.csv"), "\(making): \(command.errors.prefix(2000))")
    #expect(command.errors.utf8.count < 4_000_000, "\(making): a message without end")
  }

  @Test(
    "a ledger that is none is refused, however long it is",
    arguments: [
      "truncate -s 1T bad", "ln -s /dev/zero bad", "printf '\\377\\376' > bad", "mkdir bad", ": > bad",
    ])
  func ledgers(making: String) throws {
    let folder = try Self.folder(making)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for reader in ["ledger check bad", "ledger check /dev/null --owned bad", "ledger check - < bad"] {
      if reader.hasSuffix("< bad") && making.hasPrefix("mkdir") { continue }
      let command = try Command(shell: "\(Self.limits) exec assay \(reader)", directory: folder)
      #expect(command.status == 65, "\(making), \(reader): \(command)")
      #expect(command.errors.hasPrefix("assay: "), "\(making), \(reader): \(command)")
    }
  }

  @Test("a line of 2 GB in a ledger is left out, and the file refused where it never ends")
  func longLine() throws {
    let header = "date,exporter,consignee,ultimate_parent,headquarters,destination,chip,quantity,route"
    let folder = try Self.folder(
      """
      (echo \(header); head -c 500000000 /dev/zero; echo; echo 2025-06-01,M,C,F,AE,AE,h100-sxm,5,lpp) > long
      echo \(header) > endless
      truncate -s 2G endless
      """)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let long = try Command(shell: "\(Self.limits) exec assay ledger check long", directory: folder)
    #expect(long.status == 65, "\(long)")
    #expect(long.output.contains("long:2:1: a line longer than 1 MiB"), "\(long.output)")
    let endless = try Command(shell: "\(Self.limits) exec assay ledger check endless", directory: folder)
    #expect(endless.status == 65, "\(endless)")
    #expect(endless.errors.contains("endless:2: no line end within"), "\(endless.errors)")
  }

  @Test(
    "a bundle that is none is refused, whatever stands at its place",
    arguments: [
      "mkfifo bad", "truncate -s 1T bad", "ln -s bad bad", "mkdir bad; mkfifo bad/bundle.dsse.json",
      "mkdir bad; truncate -s 1T bad/bundle.dsse.json", "mkdir bad; ln -s /dev/zero bad/bundle.dsse.json",
      "mkdir bad; head -c 1000000 /dev/zero | tr '\\0' '[' > bad/bundle.dsse.json",
      "mkdir bad; printf '{\"payload\":\"\\377\"}' > bad/bundle.dsse.json", "mkdir -p bad/bundle.dsse.json",
    ])
  func bundles(making: String) throws {
    let folder = try Self.folder(making)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for reader in ["verify bad", "cite bad"] {
      let command = try Command(shell: "\(Self.limits) exec assay \(reader)", directory: folder)
      #expect(command.status == 65, "\(making), \(reader): \(command)")
    }
  }

  @Test(
    "numbers beyond any figure are refused on the command line, and such as a computer holds are told as numbers",
    arguments: [
      "classify --tpp VALUE", "classify --tops fp16=VALUE", "classify --tpp 1..VALUE",
      "classify --training-operations VALUE", "check h100 --claim fp16=VALUE", "check h100 --claim tpp=VALUE",
      "train --chips VALUE --days 10 --chip h100-sxm --precision bf16 --mfu 0.4 --goodput 0.9",
      "train --operations VALUE --days 10 --chip h100-sxm --precision bf16 --mfu 0.4 --goodput 0.9",
      "convert VALUE h100-sxm --to h20 --by tpp", "convert VALUE tpp --to h20",
      "forecast threshold VALUEtpp --written 2024-01-01", "forecast trend tpp --reach VALUE --resamples 100",
      "challenge new --seconds VALUE --out /nonexistent/c",
      "challenge new --valid VALUEd --out /nonexistent/c",
      "measure --size VALUE", "rate --claim fp32=VALUE --size 64 --precision int4", "measure --threads VALUE",
      "chips list --where tpp>=VALUE",
    ])
  func numbers(line: String) throws {
    for value in ["1e308", "NaN", "-0", "1e-320", "9223372036854775808"] {
      let words = line.replacing("VALUE", with: value)
      let command = try Command(shell: "\(Self.limits) exec assay \(words) --format json", directory: "/")
      #expect([0, 10, 12, 13, 15, 64, 65, 73].contains(command.status), "\(words): \(command)")
      if command.status != 0 { #expect(!command.errors.isEmpty, "\(words)") }
      for word in ["\"inf\"", "\"-inf\"", "\"nan\""] {
        #expect(!command.output.contains(" : \(word)"), "\(words): \(word)")
      }
    }
  }

  @Test(
    "a worker that greets with anything but a greeting is told of, and the command goes on",
    arguments: [
      "head -c 1000000 /dev/zero | tr '\\0' '['; echo", "cat /dev/zero", "yes x | tr -d '\\n'",
      "printf '\\377\\376\\n'",
      "echo '{\"assay-worker\":1e999,\"name\":\"x\",\"devices\":[]}'",
      "echo '{\"assay-worker\":1,\"name\":\"x\",\"devices\":[{\"id\":\"../x\",\"name\":\"x\"}]}'",
      "echo '{\"assay-worker\":1,\"name\":\"x\",\"devices\":[{\"id\":\"a\",\"name\":\"x\",\"memoryBytes\":9223372036854775808}]}'",
    ])
  func greetings(saying: String) throws {
    let folder = try Self.folder(
      "printf '%s\\n' '#!/bin/sh' > bad; cat >> bad <<'END'\n\(saying)\nEND\nchmod +x bad")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let command = try Command(shell: "\(Self.limits) exec assay devices --worker ./bad", directory: folder)
    #expect(command.status == 0, "\(saying): \(command.status) \(command.errors.prefix(1000))")
    #expect(command.output.contains("bad"), "\(saying): \(command.output)")
  }

  @Test("a device whose worker tells times that no product takes has failed rows, and crashes nothing")
  func impossibleTimes() throws {
    let worker = try FakeWorker("tiny-time")
    defer { try? FileManager.default.removeItem(atPath: worker.path) }
    for arguments in [["measure"], ["rate"], ["measure", "--memory"]] {
      let command = try Command(
        arguments + ["--device", "fake", "--worker", worker.path, "--precision", "fp32", "--shape", "16"],
        environment: ["ASSAY_LIBRARY_PATH": "/nonexistent"])
      #expect([11, 12].contains(command.status), "\(arguments): \(command)")
      #expect(
        command.output.contains("tells") || command.errors.contains("tells"), "\(arguments): \(command)")
    }
  }
}
