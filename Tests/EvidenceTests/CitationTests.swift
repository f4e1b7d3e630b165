import Foundation
import Rating
import Testing

@testable import Evidence
@testable import Measurement

/// What a report that quotes a bundle must carry.
@Suite struct CitationTests {
  @Test("a footnote says what, where, when, tier, tool, definition and who has verified it, in every format")
  func content() throws {
    let bundle = try FakeBundle()
    let trusted = try TrustFile.line(name: "Example Lab", key: FakeBundle.key.verificationKey)
    let verification = try bundle.verification(trust: [trusted])
    let citation = try #require(Citation(verification))
    let headline = try #require(verification.predicate?.headline)
    let digest = try #require(verification.statementDigest)
    for text in [citation.text, citation.latex, citation.bibtex] {
      for words in [
        "demonstrated TPP", "tpp-diffusion", "15,825 TPP", "record tier", "2026-11-28T12:00:00Z",
        "assay 0.5.0-test",
        "method 3", "Example Lab", "verified with assay 0.5.0-test on", digest,
      ] {
        #expect(text.contains(words), "\(words): \(text)")
      }
    }
    #expect(headline.equivalent?.definition == "tpp-diffusion")
    #expect(citation.latex.hasPrefix("\\footnote{") && citation.latex.hasSuffix("}"))
    #expect(citation.bibtex.hasPrefix("@misc{assay-\(digest.prefix(12)),"))
    #expect(citation.bibtex.contains("  year = {2026},\n  month = nov,"))
    #expect(
      citation.rendered(.all).contains(citation.text) && citation.rendered(.all).contains(citation.bibtex))
    #expect(citation.rendered(.text) == citation.text + "\n")
  }

  @Test("a bundle below the record tier is cited as no evidence, an unknown signer as not trusted")
  func lower() throws {
    let citation = try #require(Citation(FakeBundle(.quick).verification()))
    #expect(citation.text.contains("quick tier, no evidence"))
    #expect(citation.text.contains("which the verifier has not said to trust"))
  }

  @Test("what does not verify cannot be cited")
  func refused() throws {
    let bundle = try FakeBundle()
    try bundle.write("x", to: "stray")
    #expect(Citation(try bundle.verification()) == nil)
  }

  @Test("what LaTeX and BibTeX read as commands is printed, and braces stay balanced")
  func escapes() {
    #expect(LaTeXText.escaped("a_b & 50 % of $x #1") == "a\\_b \\& 50 \\% of \\$x \\#1")
    #expect(
      LaTeXText.escaped("\\input{x}~^<>|\"`")
        == "\\textbackslash{}input\\textbraceleft{}x\\textbraceright{}\\textasciitilde{}\\textasciicircum{}\\textless{}\\textgreater{}\\textbar{}''\\textasciigrave{}"
    )
    #expect(LaTeXText.escaped("3.79 × 10^25 mm²") == "3.79 $\\times$ 10\\textasciicircum{}25 mm$^2$")
    for text in ["}{", "{{{", "\\}"] {
      let escaped = LaTeXText.escaped(text)
      #expect(escaped.count { $0 == "{" } == escaped.count { $0 == "}" })
    }
  }
}
