import ArgumentParser
import Foundation
import Report
import Testing

@testable import assay

@Suite struct PlotOptionsTests {
  private struct Answer: Encodable {}

  private static func document(plots count: Int) -> Document {
    let plots = (1...max(1, count)).prefix(count).map { number in
      Document.Block.plot(
        Plot(
          title: "Plot \(number)", axis: .init(label: "Performance", unit: "TPP"),
          series: [.points("Chips", style: 0, [.init(year: 2022, value: Double(number), label: "X")])],
          caption: ""))
    }
    return Document(title: "T", sections: [.init("S", plots)])
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test("--svg draws each plot to a file of its own, --plot-data writes the figures of all to one")
  func files() throws {
    try withFolder { folder in
      let options = try PlotOptions.parse(["--svg", "\(folder)/p.svg", "--plot-data", "\(folder)/p.csv"])
      try options.emit(Answer(), Self.document(plots: 2))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["p-2.svg", "p.csv", "p.svg"])
      #expect(
        try String(contentsOfFile: "\(folder)/p-2.svg", encoding: .utf8).contains(
          "<title id=\"plot-title\">Plot 2"))
      let csv = try String(contentsOfFile: "\(folder)/p.csv", encoding: .utf8)
      #expect(csv.contains("Plot 1,Chips,point,X,2022,2022-01-01,1,,,TPP\n"))
      #expect(csv.contains("Plot 2,Chips,point,X,2022,2022-01-01,2,,,TPP\n"))
    }
  }

  @Test("outputs never overwrite one another, whichever way their names are written")
  func clashes() throws {
    try withFolder { folder in
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "\(folder)/p.svg")
      for (one, other) in [
        ("--html", "\(folder)/p.svg"), ("--plot-data", "\(folder)/p.svg"), ("--json", "\(folder)/./p.svg"),
        ("--markdown", "\(folder)/link"),
      ] {
        #expect(throws: (any Error).self) { try PlotOptions.parse(["--svg", "\(folder)/p.svg", one, other]) }
      }
      #expect(throws: (any Error).self) { try PlotOptions.parse(["--svg", ""]) }
      let options = try PlotOptions.parse(["--svg", "\(folder)/p.svg", "--plot-data", "\(folder)/p-2.svg"])
      #expect(throws: ValidationError.self) { try options.emit(Answer(), Self.document(plots: 2)) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["link"])
    }
  }

  @Test("an answer without a plot writes no drawing and says so; its other files are written")
  func withoutPlot() throws {
    try withFolder { folder in
      let options = try PlotOptions.parse(["--svg", "\(folder)/p.svg", "--json", "\(folder)/a.json"])
      let failure = #expect(throws: CommandFailure.self) {
        try options.emit(Answer(), Self.document(plots: 0))
      }
      #expect(failure?.status == .cannotWrite)
      #expect(failure?.message == "cannot write \(folder)/p.svg: the answer has no plot")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.json"])
    }
  }
}
