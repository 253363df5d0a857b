package peers

import (
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/traits"

	"rightdoor/internal/bench"
	"rightdoor/scoring"
)

// variables gives an account as the peers see it, one name per value.
func variables(d scoring.Definition, f *scoring.Facts) map[string]any {
	known := map[string]any{"rates": d.Settings.Rates.PerUSD}
	for _, c := range d.Criteria {
		name, fact := variable(c.Attribute), f.Get(c.Attribute)
		if c.Attribute == scoring.Region {
			fact = f.Get(scoring.Country)
		}
		if !c.Operator.Numeric() {
			known[name], known[name+"_count"] = fact.Words, len(fact.Words)
			continue
		}
		known[name+"_known"], known[name+"_min"], known[name+"_max"] = fact.IsNumber(), fact.Min, fact.Max
		if c.Value.Currency != "" {
			known[name+"_currency"] = fact.Currency
		}
	}
	return known
}

// engine scores accounts that prepare has put into its own form.
type engine struct {
	name    string
	prepare func(*scoring.Facts) any
	score   func(any) scoring.Score
}

func engines(t testing.TB) []engine {
	p := bench.Profile()
	return []engine{ours(p), celEngine(t, p), exprEngine(t, p)}
}

func ours(p *scoring.Profile) engine {
	return engine{
		"rightdoor",
		func(f *scoring.Facts) any { return f },
		func(a any) scoring.Score { return p.Score(a.(*scoring.Facts)) },
	}
}

func celEngine(t testing.TB, p *scoring.Profile) engine {
	options := []cel.EnvOption{cel.Variable("rates", cel.MapType(cel.StringType, cel.DoubleType))}
	for name, value := range variables(p.Definition, new(scoring.Facts)) {
		if name != "rates" {
			options = append(options, cel.Variable(name, celType(value)))
		}
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		t.Fatal(err)
	}
	among := func(words, values string) string { return words + ".exists(w, w in " + values + ")" }
	ast, issues := env.Compile(dialect{among}.credits(p.Definition))
	if issues.Err() != nil {
		t.Fatal(issues.Err())
	}
	program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		t.Fatal(err)
	}
	most := maxPoints(p)
	return engine{
		"cel-go",
		func(f *scoring.Facts) any {
			activation, err := cel.NewActivation(variables(p.Definition, f))
			if err != nil {
				t.Fatal(err)
			}
			return activation
		},
		func(a any) scoring.Score {
			out, _, err := program.Eval(a)
			if err != nil {
				t.Fatal(err)
			}
			credits := out.(traits.Indexer)
			return scored(p, most, func(i int) float64 { return credits.Get(types.Int(i)).Value().(float64) })
		},
	}
}

func celType(value any) *cel.Type {
	switch value.(type) {
	case []string:
		return cel.ListType(cel.StringType)
	case string:
		return cel.StringType
	case bool:
		return cel.BoolType
	case int:
		return cel.IntType
	default:
		return cel.DoubleType
	}
}

// exprEngine gives expr a map, whose names it loads without reflection.
func exprEngine(t testing.TB, p *scoring.Profile) engine {
	among := func(words, values string) string { return "any(" + words + ", # in " + values + ")" }
	program, err := expr.Compile(dialect{among}.credits(p.Definition), expr.Env(variables(p.Definition, new(scoring.Facts))))
	if err != nil {
		t.Fatal(err)
	}
	machine, most := vm.VM{}, maxPoints(p)
	return engine{
		"expr",
		func(f *scoring.Facts) any { return variables(p.Definition, f) },
		func(a any) scoring.Score {
			out, err := machine.Run(program, a)
			if err != nil {
				t.Fatal(err)
			}
			credits := out.([]any)
			return scored(p, most, func(i int) float64 { return credits[i].(float64) })
		},
	}
}

// TestPeersAgree holds that all three mean the same by the rules.
func TestPeersAgree(t *testing.T) {
	all := engines(t)
	for i, f := range bench.Accounts(5000, 2) {
		want := all[0].score(all[0].prepare(f))
		for _, e := range all[1:] {
			if got := e.score(e.prepare(f)); got != want {
				t.Fatalf("%s scores account %d %+v, want %+v", e.name, i, got, want)
			}
		}
	}
}

// BenchmarkPeers scores one account after another, each in the engine's own
// form already.
func BenchmarkPeers(b *testing.B) {
	accounts := bench.Accounts(64, 1)
	for _, e := range engines(b) {
		prepared := make([]any, len(accounts))
		for i, f := range accounts {
			prepared[i] = e.prepare(f)
		}
		b.Run(e.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				e.score(prepared[i%len(prepared)])
				i++
			}
		})
	}
}
