// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.findings.check.Evidence;
import twinport.findings.check.Finding;
import twinport.findings.check.Outcome;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.Verdict;

/// What lint sees in sources, and what it must not see.
final class SourceRulesTest {
    private static List<Finding> of(String id, Source... sources) {
        return SourceTruth.judged(sources).stream()
                .filter(each -> each.check().id().equals(id))
                .toList();
    }

    private static List<Token> tokens(String source) {
        return Tokens.ofCpp(source);
    }

    @Test
    void commentsAndTextsAreNoCode() {
        String source =
                "a /* b \" */ \"c // d\"; // e\n'f', R\"x(g)\" h)x\" + u8\"i\" \"k\" j\\\nl";
        assertThat(tokens(source).stream().map(Token::text))
                .containsExactly("a", "c // d", ";", "f", ",", "g)\" h", "+", "ik", "j", "\\", "l");
    }

    @Test
    void pythonTextsOfAllKindsAreTexts() {
        List<Token> tokens =
                Tokens.ofPython("x = b'''a\n# no comment'''\ny = f\"{z}\" # w\nr'\\d' rb\"q\"");
        assertThat(tokens.stream().filter(each -> each.kind() == Token.Kind.TEXT).map(Token::text))
                .containsExactly("a\n# no comment", "{z}", "\\dq");
        assertThat(tokens.stream().map(Token::text)).doesNotContain("w");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "'",
                "/*",
                "R\"(",
                "(((((",
                ")))))",
                "b'''",
                "#if 0",
                "#if\n#else\n#else",
                "\\",
                "\"\\",
                "f(",
                "f(,",
                "=\"x\"",
                "a[]=\"x\"",
                "[]=\"x\"",
                "0x",
                "\u0000",
                "#define",
                "define X \"y\"",
                "PROGMEM=\"p\""
            })
    void whatIsCutOffHurtsNothing(String source) {
        assertThat(SourceTruth.judged(SourceTruth.cpp(source), SourceTruth.python(source)))
                .isNotEmpty();
        assertThat(SourceTruth.judged(SourceTruth.mosquitto(source), SourceTruth.acl(source)))
                .isNotEmpty();
    }

    @Test
    void everyLabIsJudgedForItself() {
        assertThat(of("IDN-01", lab("open.yaml", "true"), lab("closed.yaml", "false")))
                .extracting(Finding::verdict)
                .containsExactlyInAnyOrder(Verdict.FAIL, Verdict.PASS);
    }

    private static Source lab(String name, String open) {
        return new Source.Settings(
                name,
                Source.Kind.LAB,
                List.of("a line"),
                List.of(new Source.Statement(1, "plain.open", open)));
    }

    @Test
    void whereThereAreTooManyTheWorstAreToldAndTheOthersCounted() {
        List<Outcome> all = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            all.add(new Outcome(Verdict.PASS, "file " + i, "is well"));
        }
        all.add(new Outcome(Verdict.FAIL, "worst", "is bad", new Evidence.Line("a", 1, "b")));
        List<Outcome> told = SourceRules.bounded(all);
        assertThat(told).hasSize(1_001);
        assertThat(told.getFirst().subject()).isEqualTo("worst");
        assertThat(told.getLast().verdict()).isEqualTo(Verdict.INFO);
        assertThat(told.getLast().said()).startsWith("501 more");
    }

    @Test
    void aMegabyteOfOpenBracketsIsReadInOneGo() {
        assertThat(Call.in(tokens("f(".repeat(500_000)))).isEmpty();
        assertThat(Call.in(tokens("f(".repeat(100_000) + ")".repeat(100_000)))).hasSize(100_000);
    }

    @Test
    void noSecretIsInAnyEvidence() {
        String password = "tUrtle-93-sEcret";
        Source sketch =
                SourceTruth.cpp(
                        "#include <PubSubClient.h>\n#include <WiFi.h>\nWiFiClient n;PubSubClient m(n);\nvoid setup() {\n  WiFi.begin(\"home\", \""
                                + password
                                + "\"); m.connect(\"id\", \"user\", \""
                                + password
                                + "\");\n}\nconst char *api_key = \""
                                + password
                                + "\";\nconst char *key = \"-----BEGIN PRIVATE KEY-----\\n"
                                + password
                                + "\";");
        Source program =
                SourceTruth.python(
                        "from umqtt.simple import MQTTClient\nwlan.connect('home', '"
                                + password
                                + "')\nm = MQTTClient('a', 'b', password='"
                                + password
                                + "')\nSSID, PASSWORD = 'x', '"
                                + password
                                + "'\n");
        List<Finding> findings = SourceTruth.judged(sketch, program);
        assertThat(findings.toString()).doesNotContain(password);
        assertThat(
                        findings.stream()
                                .filter(each ->
                                        each.check().id().equals("AUT-07")
                                                && each.verdict() == Verdict.FAIL))
                .hasSize(7);
    }

    @Test
    void evidenceNamesFileAndLine() {
        Finding found =
                of(
                                "AUT-07",
                                SourceTruth.cpp(
                                        "#include <WiFiClientSecure.h>\n\n  net.setInsecure();\n"))
                        .getFirst();
        assertThat(found.evidence())
                .containsExactly(new Evidence.Line("a/a.ino", 3, "net.setInsecure();"));
    }

    @Test
    void oneProgramMayStandInSeveralFiles() {
        Source main =
                Source.code(
                        "x/x.ino",
                        "#include \"net.h\"\n#include <WiFiClientSecure.h>\nWiFiClientSecure net;\n");
        Source helper = Source.code("x/src/net.cpp", "void trust() { net.setCACert(ca); }\n");
        assertThat(of("AUT-07", main, helper))
                .singleElement()
                .extracting(Finding::verdict)
                .isEqualTo(Verdict.PASS);
        Source other =
                Source.code("y/y.ino", "#include <WiFiClientSecure.h>\nWiFiClientSecure net;\n");
        assertThat(of("AUT-07", main, helper, other))
                .extracting(Finding::verdict)
                .contains(Verdict.WARN);
    }

    @Test
    void withoutPerListenerSettingsTheBrokersAnonymousHoldsForAll() {
        String all = "allow_anonymous true\nlistener 1\nlistener 2\n";
        assertThat(of("IDN-01", SourceTruth.mosquitto(all)))
                .extracting(Finding::verdict)
                .containsOnly(Verdict.FAIL)
                .hasSize(2);
        String own = "per_listener_settings true\nlistener 1\nallow_anonymous true\nlistener 2\n";
        assertThat(of("IDN-01", SourceTruth.mosquitto(own)))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.FAIL, Verdict.PASS);
    }

    @Test
    void whatConcernsNoFileIsNotObserved() {
        assertThat(of("PLN-05", SourceTruth.cpp("int x;")))
                .singleElement()
                .extracting(Finding::verdict)
                .isEqualTo(Verdict.NOT_OBSERVED);
    }

    @Test
    void aPatchIsMadeOnlyWhereItIsSure() {
        Source unsure =
                SourceTruth.cpp(
                        "#include <WiFiClientSecure.h>\nvoid setup() {\n  net.setInsecure();\n}\n");
        assertThat(Patch.of(new SourceFacts("", SourceTruth.NOW, List.of(unsure)))).isEmpty();
        Source sure =
                SourceTruth.cpp("void setup() {\n  net.setCACert(ca);\n  net.setInsecure();\n}\n");
        assertThat(Patch.of(new SourceFacts("", SourceTruth.NOW, List.of(sure))))
                .singleElement()
                .satisfies(patch -> {
                    assertThat(patch.line()).isEqualTo(3);
                    assertThat(patch.replacement()).isEmpty();
                });
    }
}
