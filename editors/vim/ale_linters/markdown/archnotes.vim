call archnotes#define('markdown')
