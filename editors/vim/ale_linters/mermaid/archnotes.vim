call archnotes#define('mermaid')
