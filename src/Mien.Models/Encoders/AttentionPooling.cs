using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// A weighted mean over time, (N, steps, features) to (N, features), whose weights come from the steps themselves: softmax over time of w . tanh(W x)
/// (Bahdanau et al. 2015; for speech emotion: Mirsamadi et al. 2017). Silence and padding can get no weight.
/// </summary>
internal sealed class AttentionPooling : Module<Tensor, Tensor>
{
    private readonly Linear _project;
    private readonly Linear _score;

    public AttentionPooling(int features, int hidden)
    {
        _project = RegisterModule("project", new Linear(features, hidden));
        _score = RegisterModule("score", new Linear(hidden, 1));
    }

    protected override Tensor ForwardCore(Tensor sequence)
    {
        Tensor scores = _score.Forward(Functional.Tanh(_project.Forward(sequence))); // (N, steps, 1)
        return (Functional.Softmax(scores, 1) * sequence).Sum([1]);
    }
}
