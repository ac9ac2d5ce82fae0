namespace Baton.Providers.Adapters;

/// <summary>Which protocol a configured provider speaks.</summary>
internal enum ProviderKind
{
    /// <summary>Chat, pictures, speech and transcription as OpenAI has them: also vLLM, llama.cpp, Ollama, OpenRouter and many more.</summary>
    OpenAi,

    /// <summary>A ComfyUI server.</summary>
    ComfyUi,

    /// <summary>The web API of A1111 and its kin, which stable-diffusion.cpp serves too.</summary>
    A1111,

    /// <summary>The queue of fal.</summary>
    Fal,

    /// <summary>Predictions as Replicate has them.</summary>
    Replicate,
}

/// <summary>How media that are blobs here reach a service that takes them inside of its JSON.</summary>
internal enum InputsBy
{
    /// <summary>In the request itself, or uploaded where the protocol has that.</summary>
    Data,

    /// <summary>By a signed URL of this server that the service fetches.</summary>
    Url,
}

/// <summary>What to do about a request whose answer was lost and that the service cannot be asked about.</summary>
internal enum LostRequest
{
    /// <summary>Make it again; it may be charged twice.</summary>
    Repeat,

    /// <summary>Never make it again: this provider gives the job up, and another may take it.</summary>
    Refuse,
}
