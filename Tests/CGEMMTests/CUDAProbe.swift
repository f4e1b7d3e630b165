import CGEMM
import Parallel

/// CUDA's plug-in with the fake libraries.
extension PluginProbe {
  /// - Parameter fake: What the environment variable FAKE_CUDA says, see Tests/FakeAccelerators/cuda/README.md.
  static func cuda(_ fake: String = "", libraries: String? = nil) throws -> PluginProbe {
    try PluginProbe("cuda", libraries: libraries ?? FakeLibraries.folder(), environment: ["FAKE_CUDA": fake])
  }

  /// The same, opened, with its first device chosen.
  static func selectedCUDA(_ fake: String = "", libraries: String? = nil) throws -> PluginProbe {
    let probe = try cuda(fake, libraries: libraries)
    try probe.get("open")
    try probe.get("select", 0)
    return probe
  }
}

/// Whole numbers that a short sum of products keeps exactly in every format.
func smallNumbers(_ count: Int, seed: UInt64) -> [Double] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in Double(Int.random(in: -2...2, using: &generator)) }
}
