import Foundation
import Measurement

/// Progress on standard error: one changing line on a terminal, one line a precision elsewhere.
final class ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1

  func show(_ progress: MeasurementProgress) {
    switch progress {
    case .searching(let precision):
      write("\(precision.label): looking for the best library and shape", isTransient: isTerminal)
    case .visited(let precision, let visit, let bestTops):
      guard isTerminal else { return }
      let best = bestTops.map { String(format: ", best %.1f GOP/s", $0 * 1000) } ?? ""
      write("\(precision.label): visit \(visit)\(best)", isTransient: true)
    }
  }

  func finish() {
    if isTerminal { write("", isTransient: true) }
  }

  private func write(_ text: String, isTransient: Bool) {
    let line = isTransient ? "\r\u{1b}[K\(text)" : text + "\n"
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
  }
}
